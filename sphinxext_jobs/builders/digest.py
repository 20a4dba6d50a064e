"""The digest of a run: at most fifteen lines for the terminal, and the command to type next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..jobs import commands
from ..pairing.cards import Card, cards, points
from ..pairing.catalogs.catalog import Reason
from ..pairing.points import Group
from ..pairing.results import Run
from ..text.wording import message as _
from ..text.wording import ngettext, quoted

#: The number of kinds that the line of a group names, and of points that are shown.
_NAMED = 3
_SHOWN = 2


def digest(
    run: Run, root: Path, page: Path | None = None, *, of_change: bool = False
) -> Iterator[str]:
    """Yield the lines on a run of the project at *root*; *page* is the review page, if any.

    The run may be what is left *of_change*: only the pairs that a change touches.
    """
    found = cards(points(run.results, run.left_over))
    yield _first_line(run, found, of_change=of_change)
    if not found:
        return
    yield ""
    yield from _groups(found)
    urgent = [card for card in found if not card.is_closed][:_SHOWN]
    if urgent:
        yield ""
        yield _("Most urgent:")
        yield from (f"  {_point(card, root)}" for card in urgent)
    steps = [*_steps(run, root, page)]
    if steps:
        yield ""
        yield from steps


def _first_line(run: Run, found: Sequence[Card], *, of_change: bool) -> str:
    whole = [result for result in run.results if result.target]
    alone = len(run.results) - len(whole)
    to_do = {point.result.pair for card in found for point in card.points if point.result}
    in_order = sum(result.pair not in to_do for result in whole)
    point = ngettext("{count} point to decide.", "{count} points to decide.", len(found))
    pair = ngettext(
        "{count} of {pairs} pairs is in order.", "{count} of {pairs} pairs are in order.", in_order
    )
    parts = [point.format(count=len(found))]
    if whole:
        parts.append(pair.format(count=in_order, pairs=len(whole)))
    elif of_change:
        parts.append(_("This change does not touch any pair."))
    if alone:
        job = ngettext(
            "{count} job has no text in a language.",
            "{count} jobs have no text in a language.",
            alone,
        )
        parts.append(job.format(count=alone))
    return " ".join(parts)


def _groups(found: Sequence[Card]) -> Iterator[str]:
    """Yield a line on each group: its number of points, its most frequent kinds."""
    by_group = {group: [card for card in found if card.kind.group is group] for group in Group}
    width = max(len(_(group.label)) for group, mine in by_group.items() if mine)
    for group, mine in by_group.items():
        if not mine:
            continue
        kinds = Counter(card.label for card in mine).most_common()
        named = [f"{kind} ({count})" for kind, count in islice(kinds, _NAMED)]
        text = ", ".join([*named, *(["…"] if len(kinds) > _NAMED else [])])
        if closed := sum(card.is_closed for card in mine):
            text += "; " + ngettext(
                "{count} in closed jobs", "{count} in closed jobs", closed
            ).format(count=closed)
        name = _(group.label).ljust(width)
        yield f"{len(mine):>6}  {name}  {text}"


def _point(card: Card, root: Path) -> str:
    """Return the point of a card in a line, with the place at which to look."""
    point = card.points[0]
    blocks = next((side for side in point.blocks if side), ())
    text = " ".join(block.text for block in blocks) or point.texts[0].title
    path, line = point.places[0]
    return _("{label}: {text}").format(label=card.label, text=quoted(text)) + (
        f" ({commands.from_here(root / path)}:{line})"
    )


def _steps(run: Run, root: Path, page: Path | None) -> Iterator[str]:
    """Yield what to type next."""
    if page is not None:
        yield _("Look and decide: {page}").format(page=commands.from_here(page))
    unsure = {
        (result.pair.name, block.message)
        for result in run.results
        for row in result.rows
        if row.finding and Reason.UNSURE in row.decision.doubts
        for block in row.decision.blocks
    }
    if unsure:
        text = ngettext(
            "When you have read them: `{command}` ({count} block)",
            "When you have read them: `{command}` ({count} blocks)",
            len(unsure),
        )
        command = commands.confirm_reason(Reason.UNSURE, root)
        yield text.format(command=command, count=len(unsure))
