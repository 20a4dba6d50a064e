"""The values of open postings that structured data cannot use, because of their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Kind
from ..jobs.jobs import Jobs
from ..jobs.records import Record
from ..model.vocabularies import EmploymentType, Workplace
from ..text.plain import code_word
from ..text.wording import message as _
from .salary import base_salary
from .schema_org import employment_types

#: The folded words of authors, in English and French, that mean a type of employment.
_TYPES = {
    "fulltime|tempsplein": EmploymentType.FULL_TIME,
    "parttime|tempspartiel": EmploymentType.PART_TIME,
    "tempor|fixedterm|casual|(?<!in)d[ée]termin[ée]e|occasionnel": EmploymentType.TEMPORARY,
    "intern(?!a)|stage|coop": EmploymentType.INTERN,
    "contractor|pigiste|freelance": EmploymentType.CONTRACTOR,
    "volunteer|bénévol|benevol": EmploymentType.VOLUNTEER,
}


def check_values(jobs: Jobs) -> Iterator[Diagnostic]:
    """Find the values that would be in the structured data of a site if they were written so.

    Postings without structured data may use any words.
    """
    if not jobs.settings.web:
        return
    for record in jobs.published:
        if (
            record.is_page
            and jobs.is_advertised(record)
            and jobs.settings.employer(record.page_lang)
        ):
            yield from _of(record)


def _of(record: Record) -> Iterator[Diagnostic]:
    posting = record.posting
    if posting.employment_type and not employment_types(posting):
        yield _unusable(
            record, "employmentType", ", ".join(posting.employment_type), _types(record)
        )
    if Workplace.seems_remote(posting.workplace or ""):
        hint = _("Write `workplace: remote`. Readers see it in their language.")
        yield _unusable(record, "workplace", posting.workplace or "", hint)
    # The currency of the organization is not the author's matter, and words without an amount
    # ("to be agreed") say all there is to say.
    salary = posting.salary or ""
    if re.search("[1-9]", salary) and base_salary(salary, "CAD") is None:
        yield _unusable(record, "salary", salary, _salary_hint(salary, record.posting.lang))


def _unusable(record: Record, field: str, value: str, hint: str) -> Diagnostic:
    problem = _("{field} is “{value}”, which structured data cannot use.").format(
        field=field, value=value
    )
    return Diagnostic(Kind.STRUCTURED, record.at(field), problem, hint)


def _types(record: Record) -> str:
    words = " ".join(map(code_word, record.posting.employment_type))
    meant = [str(type_) for pattern, type_ in _TYPES.items() if re.search(pattern, words)]
    if meant:
        return _("Write `employmentType: {types}`. Readers see it in their language.").format(
            types=f"[{', '.join(meant)}]" if len(meant) > 1 else meant[0]
        )
    names = ", ".join(f"`{word}`" for word in EmploymentType)
    return _("Add one of these words to the list: {words}.").format(words=names)


def _salary_hint(salary: str, lang: str) -> str:
    is_french = lang.split("-")[0] == "fr"
    for period in ("par an", "l’heure") if is_french else ("a year", "an hour"):
        written = f"{salary} {period}"
        if base_salary(written, "CAD"):
            return _("Add the period, for example “{salary}”.").format(salary=written)
    example = "62 300 $ à 73 450 $ par an" if is_french else "$62,300 to $73,450 a year"
    return _("Write the amount and the period alone, as in “{salary}”.").format(salary=example)
