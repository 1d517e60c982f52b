"""The examples hold what they promise: no problems, and the same graph in code as in JSON."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from noria.catalog import load_catalog
from noria.compile import compile_graph

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/workflow.json"))


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_in_code_is_the_graph_in_json(name: str) -> None:
    command = [sys.executable, str(EXAMPLES / name / "workflow.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert printed == (EXAMPLES / name / "workflow.json").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_the_graph_has_no_problems(name: str) -> None:
    document = json.loads((EXAMPLES / name / "workflow.json").read_text())

    compiled = compile_graph(document["graph"], load_catalog())

    assert compiled.problems == []
    assert compiled.plan is not None
