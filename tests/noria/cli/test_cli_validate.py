import json
from pathlib import Path

import pytest

from tests.noria.command_line import Noria
from tests.noria.graphs import START, graph, step

EXAMPLE = Path(__file__).parents[3] / "examples" / "order-triage" / "workflow.json"
WRONG = graph([START, step("b", "branch"), step("a", "set", values={})], "start > a")


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(WRONG))
    return str(file)


def test_a_right_graph_is_valid(noria_command: Noria) -> None:
    said = noria_command("validate", str(EXAMPLE))

    assert (said.status, said.err) == (0, "")
    assert said.out == f"{EXAMPLE}: valid\n"


def test_a_wrong_graph_fails_with_every_problem(noria_command: Noria, wrong: str) -> None:
    said = noria_command("validate", wrong)

    assert said.status == 1
    assert said.out.splitlines()[-1] == f"{wrong}: 3 errors"
    assert "error  b/cases" in said.out


def test_scripts_get_json(noria_command: Noria, wrong: str) -> None:
    said = noria_command("validate", wrong, "--json")

    answer = json.loads(said.out)
    assert said.status == 1
    assert answer["valid"] is False
    assert {problem["code"] for problem in answer["problems"]} == {"bad_config", "unreachable_node"}


def test_warnings_alone_are_no_failure(noria_command: Noria, tmp_path: Path) -> None:
    file = tmp_path / "w.json"
    file.write_text(json.dumps(graph([START, step("e", "end", join="any")], "start > e")))

    said = noria_command("validate", str(file))

    assert said.status == 0
    assert said.out.endswith(": 1 warning\n")
