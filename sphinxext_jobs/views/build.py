"""The data of a build from which its views are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..jobs.jobs import Jobs
from ..jobs.pages import Page
from ..jobs.records import Record
from ..pairing.catalogs.catalog import Figures
from ..settings.settings import Settings


def no_file(_docname: str, _path: str) -> str:
    """Return an empty address: the pages of this build do not have addresses."""
    return ""


@dataclass(frozen=True, slots=True)
class Build:
    """All postings and documents of a build, and the abilities of its output."""

    jobs: Jobs
    #: Returns the data of a document.
    page: Callable[[str], Page]
    #: The data of all documents that have any.
    pages: Mapping[str, Page]
    #: Returns the language of a document.
    page_language: Callable[[str], str]
    #: Whether pages have addresses of their own.
    is_web: bool
    #: Whether pages are read in a browser, where a script can run.
    is_browsed: bool
    #: Sets an author's words in a language as the text of a page: quotes, dashes, amounts.
    typeset: Callable[[str, str], str]
    #: Returns the figures of a document's catalogue in a language; None without a catalogue.
    figures: Callable[[str, str], Figures | None]
    #: Returns a posting's text without markup, as far as its page shows it.
    text_of: Callable[[Record], str]
    #: Returns the headings in a posting's text, as its page shows them.
    headings_of: Callable[[Record], Sequence[str]]
    #: Returns the address of a file in the output folder, as a document's page links to it.
    file_uri: Callable[[str, str], str] = no_file

    @property
    def settings(self) -> Settings:
        """The settings of the build."""
        return self.jobs.settings
