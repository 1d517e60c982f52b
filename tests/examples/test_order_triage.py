import json
import subprocess
import sys
from pathlib import Path

from noria.catalog import load_catalog
from noria.compile import compile_graph

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "order-triage"


def test_the_graph_in_code_is_the_graph_in_json() -> None:
    command = [sys.executable, str(EXAMPLE / "workflow.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert printed == (EXAMPLE / "workflow.json").read_text()


def test_the_graph_has_no_problems() -> None:
    document = json.loads((EXAMPLE / "workflow.json").read_text())

    compiled = compile_graph(document["graph"], load_catalog())

    assert compiled.problems == []
    assert compiled.plan is not None
