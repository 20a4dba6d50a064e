"""The results of a run as JSON, for ``pairing.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from ..pairing.catalogs.catalog import Reason
from ..pairing.findings import Finding, id_of
from ..pairing.json_schema import VERSION
from ..pairing.results import Result, Row, Run, Text, UnequalField
from ..pairing.units import Unit, UnitBlock
from ..text.digest import digest


def as_data(run: Run) -> dict[str, Any]:
    """Return the content of ``pairing.json``; its ``run`` is a digest of all the other values."""
    data = {
        "pairs": [as_json(found) for found in run.results if found.target],
        "unpaired": [as_json(found) for found in run.results if not found.target],
        "left_over": [_left_over(text) for text in run.left_over],
    }
    return {"version": VERSION, "run": digest(compact(data), 8), **data}


def compact(data: Any) -> str:
    """Return data as JSON without spaces."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def as_json(result: Result) -> dict[str, Any]:
    """Return the result on a pair for JSON (see ``docs/reference/pairing.md``)."""
    pair, fault = result.pair, result.fault
    data: dict[str, Any] = {
        "key": pair.key,
        "source": _text(result.source),
        "catalog": result.catalog,
        "error": {"text": fault.text, "line": fault.line} if fault else None,
        "points": [kind for kind, _name in result.job_points()],
    }
    if result.target is None:
        messages = [_message(pair.source, row) for row in result.rows]
        return data | {"language": pair.lang, "messages": messages}
    return data | {
        "target": _text(result.target),
        "fields": [_field(field) for field in result.fields],
        "links": [
            _link(result, result.target.unit, part)
            for row in result.rows
            for part in _parts(result, row)
        ],
    }


def _text(text: Text) -> dict[str, Any]:
    unit = text.unit
    return {
        "language": unit.lang,
        "docname": unit.docname,
        "file": unit.path,
        "title": text.title,
        "status": text.status,
        "draft": unit.is_draft,
    }


def _left_over(text: Text) -> dict[str, Any]:
    return {**_text(text), "key": text.unit.key, "line": text.unit.line}


def _field(field: UnequalField) -> dict[str, Any]:
    return {
        "name": field.name,
        "source": {"value": _plain(field.source), "line": field.source_line},
        "target": {"value": _plain(field.target), "line": field.target_line},
    }


def _plain(value: Any) -> Any:
    """Return the value of a field as JSON can have it."""
    if isinstance(value, date):  # or a moment, which is one, too
        return value.isoformat()
    return value if value is None or isinstance(value, bool | str | tuple) else str(value)


def _message(source: Unit, row: Row) -> dict[str, Any]:
    entry = row.decision.entry
    notes = entry.mark.notes if entry and entry.mark else ()
    near = entry.previous if entry and Reason.NEAR in notes else None
    return {
        "id": row.id,
        "source": [_block(source, block) for block in row.decision.blocks],
        "translation": entry.string if entry else "",
        "similar": near,
        "fuzzy": row.decision.fuzzy,
        "state": row.decision.state,
        "why": [*notes],
        "point": _point(row.finding),
    }


def _parts(result: Result, row: Row) -> Iterator[Row]:
    """Yield a row for each bead of a row; the first one has its point."""
    yield replace(row, decision=(row.decision.parts or (row.decision,))[0])
    for part in row.decision.parts[1:]:
        yield Row(id_of(result.pair, part), part, None)


def _link(result: Result, target: Unit, row: Row) -> dict[str, Any]:
    decision = row.decision
    return {
        "id": row.id,
        "source": [_block(result.pair.source, block) for block in decision.blocks],
        "target": [_block(target, block) for block in decision.answers],
        "confidence": round(decision.confidence, 4),
        "crossing": decision.crossing,
        "fuzzy": decision.fuzzy,
        "why": [] if result.fault else [*decision.reasons],
        "state": decision.state,
        "written": decision.written and not result.fault,
        "point": _point(row.finding),
    }


def _point(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    source, target = finding.before
    edit = finding.edit
    return {
        "kinds": [*finding.kinds],
        "before": {"source": source, "target": target},
        "catalog": finding.catalog,
        "evidence": [
            {"kind": each.kind, "source": [*each.source], "target": [*each.target]}
            for each in finding.evidence
        ],
        "edit": {"file": edit.file, "line": edit.line, "after": edit.after} if edit else None,
    }


def _block(unit: Unit, block: UnitBlock) -> dict[str, Any]:
    return {
        "index": block.index,
        "kind": block.kind,
        "level": block.level,
        "depth": block.depth,
        "file": unit.path,
        "line": block.line,
        "end_line": block.end_line,
        "text": block.text,
    }
