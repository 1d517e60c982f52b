"""The web app's tests read the built-in node types from a file: it is what the catalog says."""

import json
from pathlib import Path

from noria.catalog import load_catalog

FIXTURE = Path(__file__).parents[2] / "frontend" / "tests" / "fixtures" / "node-types.json"


def test_the_web_app_is_tested_with_the_node_types_there_are() -> None:
    written = json.loads(FIXTURE.read_text())

    hint = f"write load_catalog().manifest() to {FIXTURE} as JSON, then run the web app's tests"
    assert written == load_catalog().manifest(), hint
