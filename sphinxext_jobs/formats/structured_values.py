"""The values of open postings that structured data cannot use, because of their words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Kind
from ..jobs.jobs import Jobs
from ..jobs.records import Record
from ..model.vocabularies import EmploymentType
from ..text.wording import message as _
from .salary import base_salary


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
    # A value of a wrong type is reported where it is read.
    types = () if "employmentType" in posting.extra else posting.employment_type
    read = [EmploymentType.read(text) for text in types]
    # Schema.org has no word for a permanent job, which is no mistake.
    if any(others for _words, others in read) and not any(words for words, _others in read):
        names = ", ".join(f"`{word}`" for word in EmploymentType)
        hint = _("Add one of these words to the list: {words}.").format(words=names)
        yield _unusable(record, "employmentType", ", ".join(posting.employment_type), hint)
    # The currency of the organization is not the author's matter, and words without an amount
    # ("to be agreed") say all there is to say.
    salary = ("salary" not in posting.extra and posting.salary) or ""
    if re.search("[1-9]", salary) and base_salary(salary, "CAD") is None:
        yield _unusable(record, "salary", salary, _salary_hint(salary, record.posting.lang))


def _unusable(record: Record, field: str, value: str, hint: str) -> Diagnostic:
    problem = _("{field} is “{value}”, which structured data cannot use.").format(
        field=field, value=value
    )
    return Diagnostic(Kind.STRUCTURED, record.at(field), problem, hint)


def _salary_hint(salary: str, lang: str) -> str:
    is_french = lang.split("-")[0] == "fr"
    for period in ("par an", "l’heure") if is_french else ("a year", "an hour"):
        written = f"{salary} {period}"
        if base_salary(written, "CAD"):
            return _("Add the period, for example “{salary}”.").format(salary=written)
    example = "62 300 $ à 73 450 $ par an" if is_french else "$62,300 to $73,450 a year"
    return _("Write the amount and the period alone, as in “{salary}”.").format(salary=example)
