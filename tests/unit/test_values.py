"""Unknown fields and salaries, whatever is written there: a value or a text, never an error."""

from __future__ import annotations

import datetime
import json
from pathlib import PurePath
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinxext_jobs.formats.schema_org import base_salary
from sphinxext_jobs.model.values import plain_value
from sphinxext_jobs.sources.posting import front_matter_of, read_posting

TAGS = ["int", "float", "bool", "null", "binary", "timestamp", "set", "omap", "pairs", "str",
        "merge", "value", "python/name:os.system", "unknown"]  # fmt: skip
SCALARS = st.text() | st.from_regex(r"[-+0-9:._eExXbB TtZ]{0,120}", fullmatch=True)


@settings(deadline=None)
@given(st.sampled_from(TAGS), SCALARS)
@example("float", f"1:{':'.join('1' * 200)}.5")
@example("int", f"0x{'f' * 9000}")
@example("int", "9" * 5000)
@example("timestamp", "2026-13-45")
@example("timestamp", "2001-01-01 00:00:00 +99:99")
@example("binary", "é")
@example("bool", "x")
@example("int", "-")
@example("float", "inf")
@example("float", "nan")
def test_no_scalar_is_refused(tag: str, text: str) -> None:
    value = plain_value(yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", text))
    assert value is None or isinstance(value, str | int | float | datetime.date)
    json.dumps(value, default=str, allow_nan=False)
    if isinstance(value, str):
        assert value == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12", 12),
        ("2.5", 2.5),
        ("0123", "0123"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("2026-03-31", datetime.date(2026, 3, 31)),
        ("2026-13-45", "2026-13-45"),
        ("true", True),
        ("1e400", "1e400"),
        (".inf", ".inf"),
        ("!!int x", "x"),
        ("!x y", "y"),
        (f"1:{':'.join('1' * 200)}.5", f"1:{':'.join('1' * 200)}.5"),
    ],
)
def test_an_unknown_field(written: str, expected: Any) -> None:
    front = front_matter_of(f"---\nlayout: job-posting\nfoo: {written}\n---\n")
    assert front is not None
    file = read_posting(front, path=PurePath("a.md"), default_lang="en")
    assert file.posting.extra == {"foo": expected}


AMOUNTS = st.from_regex(r"\$? ?[0-9,. ]{0,400}( ?\$)?( (to|à|–) )?[0-9,.]{0,30} ?a? ?(year|an)?")


@settings(deadline=None)
@given(st.text() | AMOUNTS)
@example(f"${'9' * 4301} a year")
@example(f"${'9' * 400}.00 a year")
@example(f"{'9' * 400} $ par an")
def test_no_salary_is_refused(text: str) -> None:
    json.dumps(base_salary(text, "CAD"), allow_nan=False)
