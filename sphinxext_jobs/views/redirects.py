"""The redirects of a site: which former addresses lead to a posting, and which cannot."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from ..diagnostics import Diagnostic, Kind, Location
from ..formats.addresses import AddressError, Claims, file_of, innermost, is_full, one_name
from ..jobs.jobs import Jobs
from ..jobs.records import Link, Record
from ..settings.settings import Settings
from ..text.wording import message as _


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file in the output that leads to a posting; *lang* is the language of that page.

    *address* is the former address as its author wrote it, at the location *at*.
    """

    path: str
    link: Link
    lang: str
    at: Location
    address: str = ""

    def is_like(self, other: Redirect) -> bool:
        """Whether both lead from the same file to the same posting."""
        return self.link == other.link and one_name(self.path) == one_name(other.path)

    def refused(self, reason: str, hint: str) -> Diagnostic:
        """Return the fault of a redirect that is not written."""
        return refusal(self.address or self.path, self.at, reason, hint)


def refusal(address: str, at: Location, reason: object, hint: str) -> Diagnostic:
    """Return the fault of an address without a redirect; *reason* is a clause."""
    problem = _("No redirect from “{address}”: {reason}.").format(address=address, reason=reason)
    return Diagnostic(Kind.REDIRECT, at, problem, hint)


def redirects(jobs: Jobs, path_of: Callable[[str], str]) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects that postings need, in the order of preference.

    *path_of* returns the file of a document's page.
    """
    for left_out in jobs.elsewhere:
        if record := jobs.stand_in(left_out.docname):
            path = path_of(left_out.docname)
            yield Redirect(path, record.link, record.page_lang, left_out.at())
    for record in jobs.published:
        yield from _former(record, record, jobs.settings)
    for left_out in jobs.elsewhere:
        if instead := jobs.stand_in(left_out.docname):
            yield from _former(left_out, instead, jobs.settings)


def _former(record: Record, target: Record, settings: Settings) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects from a posting's former addresses to the posting *target*.

    As in Hugo, ``aliases`` are relative to the page's folder, ``url`` to the site's root. A full
    address in ``url`` is not Hugo's: outside the site, it is that of the employer.
    """
    site = settings.base_url
    sites = [site, *(urljoin(site, base) for base in settings.other_sites.values())]
    seen = set()
    for name, folder in (("aliases", posixpath.dirname(record.docname)), ("url", "")):
        for address in record.posting.value(name):
            at = record.at(name)
            try:
                within = innermost(address, sites)
                if within not in ("", site) or (name == "url" and not within and is_full(address)):
                    continue  # that site has the redirect
                path = file_of(address, folder, site)
            except AddressError as error:
                yield refusal(address, at, error, _("Correct or remove the address."))
                continue
            if path not in seen:
                yield Redirect(path, target.link, target.page_lang, at, address)
            seen.add(path)


def choose(
    redirects: Iterable[Redirect], pages: Mapping[str, str], source_of: Callable[[str], str]
) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects to write, and the faults of those that conflict with another file.

    *pages* has the name of each page by its file; *source_of* names a page's origin for authors.
    """
    claims: Claims[str | Redirect] = Claims()
    for path, page in pages.items():
        claims.take(path, page)
    for redirect in redirects:
        if pages.get(redirect.path) == redirect.link.docname:
            continue  # the posting still has the address, as Hugo's `url` says
        claim = claims.owner_of(redirect.path)
        if claim is None:
            claims.take(redirect.path, redirect)
            yield redirect
        elif isinstance(claim.owner, str):
            hint = _("Remove the address.")
            yield _conflict(redirect, claim.path, source_of(claim.owner), hint)
        elif not claim.owner.is_like(redirect):
            holder = _("the redirect at {place}").format(place=claim.owner.at)
            hint = _("Keep the address in one file only.")
            yield _conflict(redirect, claim.path, holder, hint)
        elif claim.path != redirect.path:  # they differ in letter case
            yield redirect


def page_name(name: str, path: Path | None) -> str:
    """Return the origin of a page for authors: its file, or its name if it is generated."""
    return str(path) if path else _("the page {name}").format(name=name)


def _conflict(redirect: Redirect, path: str, holder: str, hint: str) -> Diagnostic:
    """Return the fault of a redirect that cannot exist because *holder* has the file *path*."""
    if path == redirect.path:
        reason = _("{holder} already has this address").format(holder=holder)
    else:
        reason = _("{holder} already has {path}, and {other_path} cannot exist as well").format(
            holder=holder, path=path, other_path=redirect.path
        )
    return redirect.refused(reason, hint)
