"""The line that a run of ``jobs-pair`` prints about each pair."""

from __future__ import annotations

from ..pairing.catalogs.catalog import Reason
from ..text.wording import message as _
from .report import PairReport


def summary(report: PairReport) -> str:
    """Return a line on the state of the pair."""
    pair, source = report.pair, report.pair.source.path
    if pair.target is None:
        entries = [found.entry for found in report.decisions if found.entry and found.entry.string]
        return _(
            "{key}: {file} has no text in {lang}; {filled} of {total} blocks are translated, "
            "{fuzzy} of them fuzzy"
        ).format(
            key=pair.key,
            file=source,
            lang=pair.lang,
            filled=len(entries),
            total=len(report.decisions),
            fuzzy=sum(entry.fuzzy for entry in entries),
        )
    return _("{key}: {source} → {target}: {figures}").format(
        key=pair.key,
        source=source,
        target=pair.target.path,
        figures=report.error or _figures(report),
    )


def _figures(report: PairReport) -> str:
    accepted = sum(map(report.accepts, report.decisions))
    decisions = [found for found in report.decisions if not report.accepts(found)]
    unmatched = sum(found.outcome is Reason.UNMATCHED for found in decisions)
    conflicts = sum(found.outcome is Reason.RIVAL for found in decisions)
    fuzzy = sum(found.fuzzy and found.outcome is not Reason.UNMATCHED for found in decisions)
    unapplied = sum(found.unapplied and bool(found.answers) for found in decisions)
    counts = {
        _("{count} matched"): len(decisions) - unmatched - conflicts - fuzzy - unapplied,
        _("{count} edited on both sides"): sum(found.both_edited for found in decisions),
        _("{count} fuzzy"): fuzzy,
        _("{count} unmatched"): unmatched,
        _("{count} in conflict"): conflicts,
        _("{count} not applied"): unapplied,
        _("{count} accepted"): accepted,
    }
    figures = [text.format(count=count) for text, count in counts.items() if count]
    return ", ".join(figures) or _("empty")
