"""The language of a text by its frequent words, and the rules for texts and their copies."""

from __future__ import annotations

import dataclasses

import pytest

from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.languages import check_languages
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.text.spoken import Traits

from .support import record, settings

TEXTS = {
    "en": """You will plan the crossings of our boats with the crew, and you will answer the
        questions that passengers have. We are looking for a person who can explain the tides to
        visitors, and who knows how to work with others. Your team will be about ten people.""",
    "fr": """Vous planifierez les traversées de nos bateaux avec l’équipage, et vous répondrez aux
        questions des passagères et des passagers. Nous cherchons une personne qui sait expliquer
        les marées au public et qui aime le travail d’équipe. Votre équipe compte dix personnes.""",
    "de": """Du planst mit der Mannschaft die Fahrten unserer Schiffe und beantwortest die Fragen
        der Fahrgäste. Wir suchen eine Person, die den Gästen die Gezeiten erklärt und gern mit
        anderen arbeitet. Zu deinem Team gehören zehn Leute, und das Büro ist nicht weit vom Hafen.
        """,
    "es": """Planificarás los viajes de nuestros barcos con la tripulación y responderás a las
        preguntas de los pasajeros. Buscamos a una persona que explique las mareas a los visitantes
        y que sepa trabajar en equipo. El equipo es de diez personas, y la oficina está en el puerto.
        """,
    "pt": """Você vai planejar as viagens dos nossos barcos com a tripulação e responder às perguntas
        dos passageiros. Procuramos uma pessoa que explique as marés aos visitantes e que saiba
        trabalhar em equipe. O escritório não fica longe do porto, e a sua equipe tem dez pessoas.
        """,
}
EN, FR = TEXTS["en"], TEXTS["fr"]
INUKTITUT = "ᐅᖃᓕᒫᒐᖅ ᓄᓇᕗᑦ ᐃᓄᐃᑦ ᐱᓕᕆᐊᖅ " * 20


@pytest.mark.parametrize("lang", TEXTS)
def test_the_language_of_a_text(lang: str) -> None:
    traits = Traits.of(TEXTS[lang])
    assert traits.language == lang
    assert traits.words > 38


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", ""),
        (INUKTITUT, ""),
        (f"{EN}\n\n{FR}", ""),  # in both, on purpose
        (f"{FR}\n\n> {EN[:60]}", "fr"),
        (f"{FR}\n\n```\n{EN}\n{EN}\n```\n", "fr"),
        (f"{FR}\n\n<!-- {EN} {EN} -->", "fr"),
        (f"<p>{EN}</p>\n<ul><li>{EN}</li></ul>", "en"),
        ("Python, Django, PostgreSQL, Kubernetes, AWS, Terraform, React, GitHub. " * 6, ""),
        (f"[{FR}](https://example.org/the-and-of-to-with-for-you-your)", "fr"),
    ],
)
def test_markup_code_and_other_languages(text: str, language: str) -> None:
    assert Traits.of(text).language == language


def test_texts_with_the_same_words() -> None:
    same = Traits.of("You will plan **the crossings**.")
    assert same == Traits.of("<p>You will\nplan the crossings.</p>\n")
    assert same.digest != Traits.of("You will plan the tides.").digest
    assert Traits.of("<p></p>\n\n").digest == ""


def text(name: str, body: str, lead: str | None = None, **fields: object) -> Record:
    lang = name.partition("/")[0]
    made = record(name, lang, description=lead, **fields)
    return dataclasses.replace(made, body=Traits.of(body))


def told(*records: Record) -> list[str]:
    jobs = Jobs.of(records, (), settings(language="en"))
    return [f"{each.at}: {each.problem} {each.hint}" for each in check_languages(jobs.by_key, ())]


WRONG = (
    "fr/a.md:1: This text seems to be in en, but its language is fr. "
    "Translate it, or correct its language: its folder, its suffix or `lang`."
)
COPY = "fr/a.md:1: This text has the same words as the one in en, en/a.md. Translate it into fr."


@pytest.mark.parametrize(
    ("records", "messages"),
    [
        ([text("en/a", EN), text("fr/a", FR)], []),
        ([text("fr/a", EN)], [WRONG]),
        ([text("fr/a", f"{EN} More."), text("en/a", EN)], [WRONG]),
        ([text("fr/a", EN[:100])], []),
        ([text("iu/a", EN)], []),
        ([text("iu/a", INUKTITUT)], []),
        ([text("fr-CA/a", FR), text("en-CA/a", EN)], []),
        # A copy is reported once, where its language is wrong.
        ([text("en/a", EN), text("fr/a", EN)], [COPY]),
        ([text("en/a", EN, "A lead that is the same, too."),
          text("fr/a", f"<p>{EN}</p>", "A lead that is the same, too.")], [COPY]),
        ([text("en/a", FR), text("fr/a", FR)], ["en/a.md:1: This text has the same words as the one in fr, fr/a.md. Translate it into en."]),
        ([text("en/a", "Write to us to apply today."), text("fr/a", "Write to us to apply today.")], [COPY]),
        # The same words, on purpose.
        ([text("en/a", ""), text("fr/a", "")], []),
        ([text("en/a", "<https://example.org/>"), text("fr/a", "<https://example.org/>")], []),
        ([text("en/a", "Apply: jobs@example.org"), text("fr/a", "Apply: jobs@example.org")], []),
        ([text("en-CA/a", EN), text("en-GB/a", EN)], []),
        # A description that is not translated.
        ([text("en/a", EN, "Plan the crossings of our boats."),
          text("fr/a", FR, "Plan the crossings of our boats.")],
         ["fr/a.md:1: description has the same words as in the text in en, en/a.md. Translate it into fr."]),
        ([text("en/a", EN, "Full-stack"), text("fr/a", FR, "Full-stack")], []),
    ],
)  # fmt: skip
def test_texts_in_the_wrong_language(records: list[Record], messages: list[str]) -> None:
    assert told(*records) == messages


ONE = "The text above this line is not translated yet. Translate it and remove this line"
MORE = (
    "The texts above the lines 5, 9 are not translated yet. Translate them and remove these lines"
)


@pytest.mark.parametrize(("notes", "message"), [((5,), ONE), ((5, 9), MORE)])
def test_a_draft_that_is_published_too_early_is_reported_once(
    notes: tuple[int, ...], message: str
) -> None:
    lead = "Plan the crossings of our boats."
    original = text("en/a", EN, lead)
    copy = dataclasses.replace(text("fr/a", EN, lead), notes=notes)
    assert told(original, copy) == [f"fr/a.md:5: {message}, or add `draft: true`."]
    early = dataclasses.replace(copy, posting=dataclasses.replace(copy.posting, draft=True))
    assert told(original, early) == []


def test_each_copy_of_three_is_reported_once() -> None:
    found = told(text("de/a", EN), text("en/a", EN), text("fr/a", EN))
    assert [message.partition(":")[0] for message in found] == ["de/a.md", "fr/a.md"]


def test_a_file_without_a_language_is_in_the_one_that_sphinx_translates() -> None:
    """With ``-D language=fr``, Sphinx translates an English file that does not name its language."""
    here = dataclasses.replace(text("fr/a", EN), docname="a", path="a.md")
    assert told(here) == []
    (copy,) = told(here, text("en/a", EN))
    assert copy.endswith("Translate it, or correct its language: its folder, its suffix or `lang`.")
    named = dataclasses.replace(here, lines={"lang": 4})
    assert [message.partition(":")[0] for message in told(named)] == ["a.md"]
