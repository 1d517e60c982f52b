import json
from pathlib import Path

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import (
    RUN_ID,
    WORKFLOW_ID,
    FakeNoria,
    events,
    problem,
    run_json,
    step_json,
)

FAILURE = {"type": "node_failed", "message": "No stock.", "node_id": "reserve"}


@pytest.fixture
def orders(served: FakeNoria) -> FakeNoria:
    """One workflow, whose runs succeed."""
    workflow = {"id": WORKFLOW_ID, "name": "Orders", "latest_version": 1}
    served.answers["GET workflows"] = httpx2.Response(200, json={"items": [workflow]})
    served.answers[f"POST workflows/{WORKFLOW_ID}/runs"] = httpx2.Response(
        202, json=run_json("queued")
    )
    end_as(served, "succeeded", output={"total": 7})
    return served


def end_as(fake: FakeNoria, status: str, **more: object) -> None:
    fake.answers[f"GET runs/{RUN_ID}/events"] = events(
        {"seq": 1, "step": step_json(node_id="fetch", attempt=2)},
        {"seq": 2, "step": step_json("failed", node_id="reserve", error=FAILURE)},
        {"seq": 3, "run": run_json(status, **more)},
    )
    fake.answers[f"GET runs/{RUN_ID}"] = httpx2.Response(200, json=run_json(status, **more))


def test_a_run_is_started_and_left_alone(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("run", "Orders", "--input", '{"id": 7}', "--draft", "--key", "k")

    assert said.status == 0
    assert f"Run {RUN_ID} is queued." in said.out
    assert orders.sent() == {"input": {"id": 7}, "draft": True, "version": None, "key": "k"}


def test_waiting_shows_how_the_run_ended(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("run", "Orders", "--wait")

    assert said.status == 0
    assert said.out.startswith(f"Run {RUN_ID} has succeeded\n")
    assert '"total": 7' in said.out


@pytest.mark.parametrize(("status", "verb"), [("failed", "has"), ("cancelled", "is")])
def test_waiting_for_a_run_that_does_not_succeed_fails(
    noria_command: Noria, orders: FakeNoria, status: str, verb: str
) -> None:
    end_as(orders, status, error=FAILURE)

    said = noria_command("run", "Orders", "--wait")

    assert said.status == 1
    assert said.out == f"Run {RUN_ID} {verb} {status} at reserve: No stock.\n"


def test_scripts_get_the_run_as_json(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("run", "Orders", "--wait", "--json")

    assert json.loads(said.out)["output"] == {"total": 7}


def test_the_input_may_come_from_a_file(
    noria_command: Noria, orders: FakeNoria, tmp_path: Path
) -> None:
    file = tmp_path / "input.json"
    file.write_text("[1, 2]")

    noria_command("run", "Orders", "--input", f"@{file}")

    assert orders.sent()["input"] == [1, 2]


def test_an_input_that_is_no_json_is_told(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("run", "Orders", "--input", "{id: 7}")

    assert said.status == 1
    assert said.err.startswith("noria: The input '{id: 7}' is not JSON:")
    assert orders.requests == []


def test_an_input_that_does_not_fit_lists_every_problem(
    noria_command: Noria, orders: FakeNoria
) -> None:
    told = [{"code": "bad_input", "message": "Give an id.", "field": "/input"}]
    orders.answers[f"POST workflows/{WORKFLOW_ID}/runs"] = problem(
        422, "invalid", "The input is wrong.", problems=told
    )

    said = noria_command("run", "Orders")

    assert said.status == 1
    assert "error  /input  Give an id." in said.err


def test_an_unknown_workflow_is_told(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("run", "Nope")

    assert said.status == 1
    assert said.err == "noria: There is no workflow 'Nope' in this workspace.\n"


def test_runs_are_listed(noria_command: Noria, orders: FakeNoria) -> None:
    orders.answers["GET runs"] = lambda _: httpx2.Response(
        200, json={"items": [run_json(), run_json("failed", version=None)], "next_cursor": "more"}
    )

    said = noria_command("runs", "--limit", "2", "--status", "failed", "--workflow", "Orders")

    assert [line.split()[1] for line in said.out.splitlines()] == ["succeeded", "failed"]
    assert "draft" in said.out
    assert dict(orders.requests[-1].url.params) == {
        "workflow_id": WORKFLOW_ID,
        "status": "failed",
    }
    assert len(json.loads(noria_command("runs", "--limit", "3", "--json").out)) == 3


def test_no_runs_are_told_too(noria_command: Noria, orders: FakeNoria) -> None:
    orders.answers["GET runs"] = httpx2.Response(200, json={"items": []})

    assert noria_command("runs").out == "No runs.\n"


@pytest.mark.parametrize("arguments", [["--status", "done"], ["--limit", "0"]])
def test_what_cannot_be_listed_is_told(
    noria_command: Noria, served: FakeNoria, arguments: list[str]
) -> None:
    said = noria_command("runs", *arguments)

    assert said.status == 1
    assert "write" in said.err


def test_logs_show_every_attempt(noria_command: Noria, orders: FakeNoria) -> None:
    attempts = [step_json("failed", error=FAILURE), step_json(attempt=2, port="error")]
    step = {"node_id": "reserve", "iteration": "0", "status": "succeeded", "attempts": attempts}
    orders.answers[f"GET runs/{RUN_ID}/steps"] = httpx2.Response(200, json=[step])

    said = noria_command("logs", RUN_ID)

    first, second = said.out.splitlines()[:2]
    assert said.status == 0
    assert first.endswith("reserve[0]  failed  1.50 s: No stock.")
    assert second.endswith("reserve[0]  succeeded  attempt 2, 1.50 s, port error")


def test_following_shows_each_change_until_the_run_ends(
    noria_command: Noria, orders: FakeNoria
) -> None:
    said = noria_command("logs", RUN_ID, "--follow")

    assert said.status == 0
    assert [line.split()[2] for line in said.out.splitlines()[:2]] == ["fetch", "reserve"]
    assert f"Run {RUN_ID} has succeeded" in said.out


def test_following_for_scripts_gives_one_event_a_line(
    noria_command: Noria, orders: FakeNoria
) -> None:
    said = noria_command("logs", RUN_ID, "--follow", "--json")

    assert [json.loads(line)["seq"] for line in said.out.splitlines()] == [1, 2, 3]


def test_a_message_cannot_steer_the_terminal(noria_command: Noria, orders: FakeNoria) -> None:
    end_as(orders, "failed", error={**FAILURE, "message": "\x1b[2Jgone"})

    said = noria_command("run", "Orders", "--wait")

    assert "\x1b" not in said.out


def test_a_run_is_asked_to_stop(noria_command: Noria, orders: FakeNoria) -> None:
    orders.answers[f"POST runs/{RUN_ID}/cancel"] = lambda _: httpx2.Response(
        202, json=run_json("running")
    )

    said = noria_command("cancel", RUN_ID)

    assert (said.status, said.out) == (
        0,
        f"Run {RUN_ID} was asked to stop; it is running.\n",
    )
    assert json.loads(noria_command("cancel", RUN_ID, "--json").out)["id"] == RUN_ID


def test_what_is_no_run_is_told(noria_command: Noria, served: FakeNoria) -> None:
    for command in ("logs", "cancel"):
        said = noria_command(command, "latest")

        assert said.status == 1
        assert "is not the id of a run" in said.err
