"""All postings of a build as one value, which answers every question about several of them."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from ..model.status import STATUS, Status, is_public, status
from ..settings.settings import Settings
from ..sources.history import Dates
from ..text.languages import best, nearest, normalize
from .agreed import Agreement, Shown, agreement, completed, shown
from .counterparts import closest
from .records import Link, Place, Record

#: The texts of a job: by language, each in the order of preference.
Texts = Mapping[str, Sequence[Record]]
#: Returns the address of a posting in the site at a base address, as a document's page links to
#: it; None if pages have no addresses, as in a book.
Address = Callable[[str, Link, str], str | None]


def no_address(_base: str, _link: Link, _docname: str) -> None:
    """Return None: the pages of this build do not have addresses."""


#: Returns the values that the catalogue of a language translates, with their translations.
Facts = Callable[[str], Mapping[str, str]]


def no_facts(_lang: str) -> Mapping[str, str]:
    """Return nothing: there is no catalogue of values."""
    return {}


#: Returns the dates of a file in the history of the project; None if they are not known.
FileDates = Callable[[str], Dates | None]


def no_dates(_path: str) -> None:
    """Return None: files are not dated."""


@dataclass(frozen=True)
class Jobs:
    """The postings that a build publishes, and those that it leaves to other sites.

    Made once for a build, when its documents are read. Both are in the order of preference: open
    postings first, then by the names of their documents.
    """

    published: tuple[Record, ...]
    elsewhere: tuple[Record, ...]
    settings: Settings
    address: Address = field(default=no_address, compare=False)
    facts: Facts = field(default=no_facts, compare=False)
    dates: FileDates = field(default=no_dates, compare=False)
    _statuses: Mapping[Place, Status] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        published: Iterable[Record],
        elsewhere: Iterable[Record],
        settings: Settings,
        address: Address = no_address,
        facts: Facts = no_facts,
        dates: FileDates = no_dates,
    ) -> Self:
        """Make the value of postings in any order."""
        here, there = tuple(published), tuple(elsewhere)
        zone, always_open = settings.timezone, settings.always_open
        statuses = {
            r.place: status(r.posting, settings.now, zone, always_open) for r in (*here, *there)
        }
        jobs = cls(here, there, settings, address, facts, dates, statuses)
        here, there = jobs._ordered(here), jobs._ordered(there)
        return dataclasses.replace(jobs, published=here, elsewhere=there)

    def _ordered(self, records: Iterable[Record]) -> tuple[Record, ...]:
        def preference(record: Record) -> tuple[bool, str, int]:
            is_closed = self.status(record) is not Status.OPEN
            return is_closed, record.docname, record.lines.get("title", 0)

        return tuple(sorted(records, key=preference))

    def status(self, record: Record) -> Status:
        """Return the status of a posting on the day of the build."""
        return self._statuses[record.place]

    def is_advertised(self, record: Record) -> bool:
        """Whether feeds and structured data contain a posting: it is open and public."""
        return self.status(record) is Status.OPEN and is_public(record.posting)

    # Values.

    def value(self, record: Record, name: str) -> Any:
        """Return the value of one of ``COLUMNS``, or of a field that is not declared."""
        if name == STATUS.name:
            return self.status(record).value
        if name == "title":
            return record.title
        if name == "key":
            return record.posting.translation_key
        return self.shown(record).posting.value(name)

    def shown(self, record: Record) -> Shown:
        """Return a posting with the values that pages show."""
        languages = record.posting.lang, record.page_lang
        if self.dates is not no_dates:
            record = self._with_dates(record)
        if languages[0] == languages[1]:
            return Shown(record.posting, record.page_lang, {})
        if record.place not in self._shown:
            if languages not in self._agreements:
                taught, written = self.agreement(*languages), self.facts(record.page_lang)
                self._agreements[languages] = completed(taught, written)
            self._shown[record.place] = shown(record, self._agreements[languages])
        return self._shown[record.place]

    def _with_dates(self, record: Record) -> Record:
        """Return a posting with the dates of its file, unless it has its own."""
        if record.place not in self._dated:
            posting, found = record.posting, self.dates(record.path)
            if found:
                date = posting.date if posting.publish_date else posting.date or found.first
                lastmod = posting.lastmod or found.last
                posting = dataclasses.replace(posting, date=date, lastmod=lastmod)
            self._dated[record.place] = dataclasses.replace(record, posting=posting)
        return self._dated[record.place]

    @cached_property
    def _dated(self) -> dict[Place, Record]:
        return {}

    def agreement(self, source: str, target: str) -> Agreement:
        """Return how the pairs translate values from a language into another."""
        return agreement(self.everywhere.values(), source, target)

    @cached_property
    def _shown(self) -> dict[Place, Shown]:
        return {}

    @cached_property
    def _agreements(self) -> dict[tuple[str, str], Agreement]:
        return {}

    # Looking up.

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the project; the first that a job has is its source."""
        if declared := self.settings.languages:
            return declared
        project = self.settings.language
        found = {record.posting.lang for record in self.published}
        return tuple(sorted(found, key=lambda lang: (lang != project, lang)))

    @cached_property
    def by_key(self) -> Mapping[str, Texts]:
        """The texts of each job that this build publishes."""
        return _by_key(self.published)

    @cached_property
    def everywhere(self) -> Mapping[str, Texts]:
        """The texts of each job in all sites."""
        return _by_key(self._ordered([*self.published, *self.elsewhere]))

    def choose(self, key: str, lang: str) -> Record:
        """Return this build's text for a key: in *lang* if possible, or in another language."""
        texts = self.by_key[key]
        return texts[best(texts, lang) or next(iter(texts))][0]

    def find(self, target: str, docname: str, lang: str) -> Link | None:
        """Return a link to the posting that a document in *lang* refers to; None if it is missing.

        ``key`` means the text in the document's language if possible, or in another language.
        ``key@lang`` means the text in that language only, which may be in another site.
        """
        if target in self.by_key:
            return self.choose(target, lang).link
        key, at, forced = target.rpartition("@")
        if not at or key not in self.by_key:
            return None
        texts = self.by_key[key]
        forced = normalize(forced)
        found = best(texts, forced)
        if found and not self.settings.is_foreign(found):
            return texts[found][0].link
        if not self.settings.has_site_per_language:
            return None
        return self.sibling(key, forced, docname) or self.choose(key, forced).link

    def suggestions(self, target: str) -> Collection[str]:
        """Return the targets that are most similar to one that does not exist."""
        key = target.rpartition("@")[0] or target
        if key in self.everywhere:
            return [f"{key}@{lang}" for lang in sorted(self.everywhere[key])]
        return difflib.get_close_matches(key, self.by_key, n=3, cutoff=0.6)

    # Counterparts: see ``counterparts`` for the rule.

    @cached_property
    def _left_out(self) -> Mapping[str, Record]:
        return {record.docname: record for record in self.elsewhere}

    def stand_in(self, docname: str) -> Record | None:
        """Return this build's posting for a document that is left to another site."""
        left_out = self._left_out.get(docname)
        if left_out is None:
            return None
        texts = self.by_key[left_out.posting.translation_key]
        own = best(texts, self.settings.language) or next(iter(texts))
        return closest(left_out, texts[own])

    def sibling(self, key: str, lang: str, docname: str, near: Record | None = None) -> Link | None:
        """Return a document's link to a job's page in the site in another language.

        Its title is empty if the job has no text in that language. If there are several texts, it
        leads to the counterpart of *near*.
        """
        sites = self.settings.other_sites
        site = best(sites, lang)
        if site is None:
            return None
        texts = self.everywhere[key]
        found = nearest(texts, site, self.settings.languages)
        record = closest(near, texts[found]) if near else texts[found][0]
        uri = self.address(sites[site], record.link, docname)
        if uri is None:
            return None
        is_own = best([found], site) is not None
        title, lang = (record.posting.title, found) if is_own else ("", site)
        return dataclasses.replace(record.link, title=title, lang=lang, uri=uri)

    def url_of(self, link: Link) -> str:
        """Return the absolute address of a posting in this site; empty if the site's is unknown."""
        base = self.settings.base_url
        return (base and self.address(base, link, link.docname)) or ""

    def counterparts(self, record: Record) -> tuple[Link, ...]:
        """Return links to the same job in other languages: in this site, then in others."""
        if record.place not in self._counterparts:
            self._counterparts[record.place] = tuple(self._counterparts_of(record))
        return self._counterparts[record.place]

    @cached_property
    def _counterparts(self) -> dict[Place, tuple[Link, ...]]:
        return {}

    def _counterparts_of(self, record: Record) -> Iterator[Link]:
        key, own = record.posting.translation_key, record.page_lang
        here = {own}
        for lang, texts in sorted(self.by_key[key].items()):
            if lang not in (own, record.posting.lang):
                link = closest(record, texts).link
                here.add(link.lang)
                yield link
        for site in self.settings.other_sites:
            if site not in here and (found := self.sibling(key, site, record.docname, record)):
                yield found

    def mutual(self, record: Record) -> tuple[Link, ...]:
        """Return the links to those counterparts that have this posting as their counterpart."""
        if record.place not in self._mutual:
            links = self.counterparts(record)
            self._mutual[record.place] = tuple(x for x in links if self._answers(x, record))
        return self._mutual[record.place]

    @cached_property
    def _mutual(self) -> dict[Place, tuple[Link, ...]]:
        return {}

    def _answers(self, link: Link, record: Record) -> bool:
        texts = self.everywhere[record.posting.translation_key]
        there = (r for found in texts.values() for r in found if r.place == link.place)
        candidates = texts[record.posting.lang]
        other = next(there, None)
        chosen = closest(other, candidates) if other else candidates[0]
        return chosen.place == record.place

    # Feeds.

    @cached_property
    def feed_languages(self) -> frozenset[str]:
        """The languages that have a feed, even if no posting in them is open."""
        if not self.settings.feeds_base:
            return frozenset()
        return frozenset(self.settings.feed_language(r.page_lang) for r in self.published)


def _by_key(records: Iterable[Record]) -> Mapping[str, Texts]:
    found: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        texts = found.setdefault(record.posting.translation_key, {})
        texts.setdefault(record.posting.lang, []).append(record)
    return found
