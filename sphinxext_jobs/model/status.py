"""Whether a posting is open, listed and public: its status on the day of a build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from ..text.wording import N_
from .closing import is_over
from .fields import Field, Posting, Shown
from .values import Moment, day_of
from .vocabularies import Vocabulary


class Status(Vocabulary):
    """The status of a posting on a given day."""

    OPEN = "open", N_("Open"), N_("Open postings")
    UPCOMING = "upcoming", N_("Upcoming"), N_("Upcoming postings")
    CLOSED = "closed", N_("Closed"), N_("Closed postings")


#: The status as readers see it, among the fields of a posting.
STATUS = Field(
    name="status",
    label=N_("Status"),
    vocabulary=Status,
    shown=Shown.EVERYWHERE,
    filterable=True,
)


def status(posting: Posting, now: Moment, zone: tzinfo, always_open: Iterable[str] = ()) -> Status:
    """Return the status of a posting *now*: at an instant, or when a day begins.

    A posting whose key is in *always_open* is open. Otherwise ``archived`` closes it, unless the
    newer ``linkHidden`` is explicitly false. Then its dates decide: it is closed after
    ``expiryDate``, upcoming before ``publishDate``, and open in between.
    """
    if posting.translation_key in always_open:
        return Status.OPEN
    if posting.archived and posting.link_hidden is not False:
        return Status.CLOSED
    if posting.expiry_date and is_over(posting.expiry_date, now, zone):
        return Status.CLOSED
    if posting.publish_date and day_of(posting.publish_date, zone) > day_of(now, zone):
        return Status.UPCOMING
    return Status.OPEN


def is_listed(posting: Posting) -> bool:
    """Whether lists show a posting: by ``linkHidden`` if it is set, or by the old ``hidden``."""
    return not (posting.hidden if posting.link_hidden is None else posting.link_hidden)


def is_public(posting: Posting) -> bool:
    """Whether search engines and feeds may know of a posting: it is listed, and not a draft."""
    return is_listed(posting) and not posting.draft
