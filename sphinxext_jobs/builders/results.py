"""The results of a run, from the report on each pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..pairing.catalogs.propose import is_copy
from ..pairing.findings import findings, id_of
from ..pairing.results import Fault, Result, Row, Text, UnequalField
from ..pairing.units import Unit
from .report import PairReport


def result_of(
    report: PairReport,
    text: Callable[[Unit], Text],
    fields: Iterable[UnequalField] = (),
    better: Unit | None = None,
) -> Result:
    """Return the result on a pair; *text* returns a unit with its status, *better* see there."""
    pair = report.pair
    copied = is_copy(pair)
    source, target = text(pair.source), text(pair.target) if pair.target else None
    is_torn = any(each.conflict for each in (source, target) if each)
    if report.error is None and better is None and not is_torn:
        found = findings(pair, report.decisions, report.accepts, is_copy=copied)
    else:  # without its catalogue or its counterpart, nothing is known of the blocks
        found = iter([None] * len(report.decisions))
    return Result(
        pair=pair,
        source=source,
        target=target,
        rows=tuple(
            Row(id_of(pair, decision), decision, finding)
            for decision, finding in zip(report.decisions, found, strict=True)
        ),
        catalog=report.catalog,
        fault=Fault(report.error, report.error_line) if report.error is not None else None,
        fields=tuple(fields),
        is_copy=copied,
        better=better,
        is_shared=report.is_shared,
    )
