"""The report on each pair as JSON, for ``pairing.json``."""

from __future__ import annotations

from typing import Any

from ..pairing.catalogs.catalog import Reason, short_id
from ..pairing.catalogs.decide import Decision
from ..pairing.units import Unit, UnitBlock
from .report import PairReport


def as_json(report: PairReport) -> dict[str, Any]:
    """Return the pair and its decisions for JSON (see ``docs/reference/pairing.md``)."""
    pair = report.pair
    data: dict[str, Any] = {
        "key": pair.key,
        "source": _document(pair.source),
        "catalog": report.catalog,
        "error": report.error,
    }
    if pair.target is None:
        messages = [_message(report, found) for found in report.decisions]
        return data | {"language": pair.lang, "messages": messages}
    links = [_link(report, pair.target, found) for found in report.decisions]
    return data | {"target": _document(pair.target), "links": links}


def _document(unit: Unit) -> dict[str, Any]:
    return {"language": unit.lang, "docname": unit.docname, "file": unit.path}


def _id(report: PairReport, decision: Decision) -> str:
    """Return the id by which a person can confirm a decision."""
    if decision.blocks and decision.outcome is not Reason.RIVAL:
        text = decision.entry.id if decision.entry else decision.blocks[0].message
    else:
        text = decision.answers[0].text
    return short_id(report.pair.name, text)


def _message(report: PairReport, decision: Decision) -> dict[str, Any]:
    source, entry = report.pair.source, decision.entry
    return {
        "id": _id(report, decision),
        "source": [_block(source, block) for block in decision.blocks],
        "translation": entry.string if entry else "",
        "fuzzy": decision.fuzzy,
        "state": decision.state,
        "why": [*entry.mark.notes] if entry and entry.mark else [],
    }


def _link(report: PairReport, target: Unit, decision: Decision) -> dict[str, Any]:
    return {
        "id": _id(report, decision),
        "source": [_block(report.pair.source, block) for block in decision.blocks],
        "target": [_block(target, block) for block in decision.answers],
        "confidence": round(decision.confidence, 4),
        "crossing": decision.crossing,
        "fuzzy": decision.fuzzy,
        "why": [report.error] if report.error else [*decision.reasons],
        "state": decision.state,
        "written": decision.written and not report.error,
    }


def _block(unit: Unit, block: UnitBlock) -> dict[str, Any]:
    return {
        "index": block.index,
        "kind": block.kind,
        "level": block.level,
        "depth": block.depth,
        "file": unit.path,
        "line": block.line,
        "text": block.text,
    }
