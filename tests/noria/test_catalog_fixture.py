"""The web app's tests read what types say of themselves from files: they are what the catalog says."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from noria.catalog import load_catalog
from noria.credentials import load_credential_types
from noria.exchange import read_document
from noria.triggers.registry import load_trigger_types

EXAMPLES = Path(__file__).parents[2] / "examples" / "templates"
FIXTURES = Path(__file__).parents[2] / "frontend" / "tests" / "fixtures"


def other_types() -> dict[str, list[Mapping[str, Any]]]:
    """Trigger types and credential types, as far as forms show them."""
    return {
        "triggers": [
            {
                "type": each.name,
                "title": each.title,
                "description": each.description,
                "config_schema": each.config_schema,
            }
            for each in load_trigger_types().values()
        ],
        "credentials": [
            {
                "type": each.name,
                "title": each.title,
                "description": each.description,
                "fields_schema": each.schema,
            }
            for each in load_credential_types()
        ],
    }


def test_the_web_app_is_tested_with_the_node_types_there_are() -> None:
    fixture = FIXTURES / "node-types.json"
    written = json.loads(fixture.read_text())

    hint = f"write load_catalog().manifest() to {fixture} as JSON, then run the web app's tests"
    assert written == load_catalog().manifest(), hint


def test_the_web_app_is_tested_with_the_other_types_there_are() -> None:
    fixture = FIXTURES / "other-types.json"
    written = json.loads(fixture.read_text())

    hint = f"write other_types() to {fixture} as JSON, then run the web app's tests"
    assert written == other_types(), hint


def connected_graphs() -> dict[str, Any]:
    """The examples that speak to servers, by their names: what the builder opens."""
    documents = {path.stem: read_document(path.read_text()) for path in EXAMPLES.glob("*.yaml")}
    return {
        slug: document.workflows[0].model_dump(mode="json")["graph"]
        for slug, document in sorted(documents.items())
        if document.template and document.template.credentials
    }


def test_the_web_app_is_tested_with_the_connected_examples_there_are() -> None:
    fixture = FIXTURES / "connected-examples.json"
    written = json.loads(fixture.read_text())

    hint = f"write connected_graphs() to {fixture} as JSON, then run the web app's tests"
    assert written == connected_graphs(), hint
