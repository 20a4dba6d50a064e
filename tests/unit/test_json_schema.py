"""The schemas of front matter and of lists. Real outputs are validated with the commands."""

from __future__ import annotations

from typing import Any

import fastjsonschema
import pytest
import yaml

from sphinxext_jobs.formats import json_schema
from sphinxext_jobs.model.fields import FIELDS
from sphinxext_jobs.pairing.json_schema import pairing

SCHEMA = json_schema.front_matter(["job-posting", "job"])
validate = fastjsonschema.compile(SCHEMA)
GOOD = """\
layout: job-posting
title: Night cook
description: Feed the crew.
translationKey: night-cook
"""


def data(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader) | {}


def test_every_field_is_described() -> None:
    assert SCHEMA["properties"].keys() == FIELDS.keys()
    assert all(found["description"] for found in SCHEMA["properties"].values())


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"layout": "job"},
        {"expiryDate": "2026-03-31"},
        {"expiryDate": "2026-03-31T23:59:59-05:00"},
        {"expiryDate": None},
        {"archived": True},
        {"location": ["Gull Harbour", "Port Averill"]},
        {"location": "Gull Harbour"},
        {"workplace": "hybrid"},
        {"workplace": "On the water"},
        {"leverId": 123},
        {"applyUrl": "https://ats.example/123"},
        {"applyUrl": "mailto:jobs@example.org?subject=Cook"},
        {"myOwnField": {"a": 1}},
    ],
)
def test_valid_front_matter(values: dict[str, Any]) -> None:
    validate({**data(GOOD), **values})


@pytest.mark.parametrize(
    "values",
    [
        {"layout": "page"},
        {"title": None},
        {"expiryDate": "31 March"},
        {"archived": "true"},
        {"applyUrl": "/apply"},
        {"location": {"town": "Gull Harbour"}},
    ],
)
def test_invalid_front_matter(values: dict[str, Any]) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validate({**data(GOOD), **values})


@pytest.mark.parametrize("name", ["layout", "title", "description", "translationKey"])
def test_a_required_field(name: str) -> None:
    values = data(GOOD)
    del values[name]
    with pytest.raises(fastjsonschema.JsonSchemaException, match=name):
        validate(values)


@pytest.mark.parametrize(
    "schema",
    [
        json_schema.job_list(**json_schema.ADDRESSES),
        json_schema.job_list(**json_schema.FILES),
        pairing(),
    ],
)
def test_the_schemas_are_valid(schema: dict[str, Any]) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaException, match="version"):
        fastjsonschema.compile(schema)({})
