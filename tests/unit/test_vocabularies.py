"""Words of the front matter as people write them, in English and French."""

from __future__ import annotations

from itertools import product

import pytest

from sphinxext_jobs.model.fields import FIELDS
from sphinxext_jobs.model.query import Condition
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.model.vocabularies import EmploymentType, Vocabulary, Workplace
from sphinxext_jobs.text.wording import interface_languages

VOCABULARIES: list[type[Vocabulary]] = [EmploymentType, Status, Workplace]
#: The code words that a value means. Those of the second table are shown as their author wrote them.
EQUAL = {
    "Remote": "remote", "REMOTE": "remote", "À distance": "remote", "A distance": "remote",
    "à-distance": "remote", "Télétravail": "remote", "télé-travail": "remote",
    "telework": "remote", "telecommute": "remote", "TELECOMMUTE": "remote", "WFH": "remote",
    "Hybrid": "hybrid", "Hybride": "hybrid", "On site": "on-site", "on_site": "on-site",
    "onsite": "on-site", "Sur place": "on-site", "En présentiel": "on-site", "In office": "on-site",
    "Full time": "FULL_TIME", "FT": "FULL_TIME", "PT": "PART_TIME", "full-time": "FULL_TIME", "fulltime": "FULL_TIME",
    "Temps plein": "FULL_TIME", "À temps plein": "FULL_TIME", "temps complet": "FULL_TIME",
    "Part-time": "PART_TIME", "Temps partiel": "PART_TIME", "à temps partiel": "PART_TIME",
    "Contract": "CONTRACTOR", "Contrat": "CONTRACTOR", "Contractuelle": "CONTRACTOR",
    "Temporary": "TEMPORARY", "temporaire": "TEMPORARY", "Intern": "INTERN", "Stage": "INTERN",
    "À la maison": "remote", "Home working": "remote", "Virtuel": "remote",
    "Office-based": "on-site", "Sur les lieux": "on-site",
    "Volunteer": "VOLUNTEER", "Bénévolat": "VOLUNTEER", "À la journée": "PER_DIEM",
    "per diem": "PER_DIEM", "Other": "OTHER", "Autre": "OTHER",
}  # fmt: skip
MORE = {
    "Remote (Canada)": "remote", "À distance (Canada)": "remote", "Remote – Canada": "remote",
    "À distance, partout au Canada": "remote", "100 % télétravail": "remote",
    "Fully remote": "remote", "Travail à distance": "remote", "Work from home": "remote",
    "Hybrid – Ottawa": "hybrid", "Hybride, 2 jours au bureau": "hybrid", "Hybrid remote": "hybrid",
    "On site (Gatineau)": "on-site", "Hybrid or remote": "hybrid remote",
    "Permanent, full time": "FULL_TIME", "Permanent full-time position": "FULL_TIME",
    "Temps plein (37,5 heures)": "FULL_TIME", "Full-time or part-time": "FULL_TIME PART_TIME",
    "Temps plein ou partiel": "FULL_TIME PART_TIME", "Durée déterminée": "TEMPORARY",
    "Contrat à durée déterminée": "TEMPORARY", "Term": "TEMPORARY", "Seasonal": "TEMPORARY",
    "Casual": "TEMPORARY", "Saisonnière": "TEMPORARY", "Co-op": "INTERN", "Freelance": "CONTRACTOR",
    "Full-time contract": "FULL_TIME CONTRACTOR",
    "Half-time": "PART_TIME", "Freelancer": "CONTRACTOR", "Trainee": "INTERN",
    "Fixed-term contract": "TEMPORARY", "Contrat temporaire": "TEMPORARY",
    "Stage rémunéré": "INTERN", "Temps plein + temporaire": "FULL_TIME TEMPORARY",
    "One-year term": "TEMPORARY", "Contrat d’un an": "CONTRACTOR", "Temps plein 40 h": "FULL_TIME",
    "Full-time & permanent": "FULL_TIME", "Télétravail intégral": "remote",
    "Formule hybride": "hybrid", "Remote (UTC-5)": "remote",
    # Nothing
    "12-month contract": "CONTRACTOR", "Contrat (12 mois)": "CONTRACTOR", "Term, 2 years": "TEMPORARY",
    "Maternity leave cover": "TEMPORARY", "Remplacement de congé parental": "TEMPORARY",
    "Summer job": "TEMPORARY", "Emploi d’été": "TEMPORARY", "Full-time employee": "FULL_TIME",
    "Permanent contract": "", "Contrat permanent": "", "Open-ended contract": "",
    "Permanent": "", "Indeterminate": "", "Durée indéterminée": "",
    "Contrat à durée indéterminée": "", "Gig": "", "Not full time": "", "Internal": "",
    "Not remote": "", "Remote two days a week": "", "Remote (2 days)": "", "Remote, partly": "",
    "Télétravail partiel": "", "remote work possible": "", "On the water": "", "": "", "—": "",
}  # fmt: skip


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_printed_words_are_understood(vocabulary: type[Vocabulary]) -> None:
    """In each language of the interface, as they are and with an addition."""
    assert {"en", "fr"} <= {*interface_languages()}
    for word, lang in product(vocabulary, interface_languages()):
        for text in (word.value, word.label_in(lang)):
            for written in (text, text.upper(), text.replace(" ", "-"), f" {text} "):
                assert vocabulary.meant_by(written) is word
            for written in (f"{text} (Canada)", f"{text} – Ottawa", f"Ottawa, {text}"):
                assert vocabulary.meant_by(written) is None
                assert vocabulary.words_in(written) == (word,)


@pytest.mark.parametrize(("written", "codes"), [*EQUAL.items(), *MORE.items()])
def test_words_as_people_write_them(written: str, codes: str) -> None:
    words = [word for v in (Workplace, EmploymentType) for word in v.words_in(written)]
    assert " ".join(words) == codes
    exact = {v.meant_by(written) for v in (Workplace, EmploymentType)} - {None}
    assert exact == ({*words} if written in EQUAL else set())


def test_readers_see_additions() -> None:
    workplace = FIELDS["workplace"]
    assert workplace.text_in("fr", "Remote") == workplace.text_in("fr", "telework") == "À distance"
    assert workplace.text_in("fr", "Remote (Canada)") == "Remote (Canada)"
    assert workplace.meanings("Remote (Canada)") == ("remote",)
    assert workplace.meanings("On the water") == ("On the water",)


@pytest.mark.parametrize("written", ["remote", "Télétravail", "Remote (Canada)"])
def test_conditions_compare_meanings(written: str) -> None:
    for wanted in ("remote", "à distance"):
        assert Condition("workplace", (wanted,), negated=False).holds(written)
    assert Condition("workplace", (written.casefold(),), negated=False).holds(written)
    assert not Condition("workplace", ("hybrid",), negated=False).holds(written)
