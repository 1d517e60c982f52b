"""Teams of agents and graphs that packages bring, whole: on real parts, and with kills."""

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from local.ports import free_port
from noria.catalog import Catalog, load_catalog
from noria.run import FINAL_RUN
from tests.activities.internet import Service
from tests.brought.nodes import RESEARCH
from tests.e2e.packages import install_nodes
from tests.model_stub import Stub, model_stub
from tests.worker.house import House, end_node, start_node, until
from tests.worker.test_main import start_worker
from tests.worker.test_process import url, working
from tests.worker.test_process_agents import (
    RETRY,
    add_stub,
    models_are_imported,
    output,
)
from tests.worker.test_process_agents_killed import end
from worker.process import Settings

__all__ = ["models_are_imported"]

MODEL = {"model": "openai_compatible/slow", "credential": "stub"}


@pytest.fixture
def stub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stub]:
    with model_stub(tmp_path_factory.mktemp("stub")) as stub:
        yield stub


def team(task: str, **config: Any) -> dict[str, Any]:
    return {"id": "team", "type": "multi_agent", "config": {"input": task, **MODEL, **config}}


def member(node_id: str, instructions: str) -> dict[str, Any]:
    return {
        "id": node_id,
        "type": "agent",
        "parent": "team",
        "config": {"instructions": instructions, **MODEL},
    }


@pytest.mark.usefixtures("models_are_imported")
async def test_three_agents_and_a_supervisor_work_in_lanes_of_their_own(
    settings: Settings, house: House, stub: Stub
) -> None:
    await add_stub(settings, house, stub)
    settings.worker.allowed_hosts += f",127.0.0.1:{stub.port}"
    settings.store.secret_keys = settings.temporal.secret_keys
    turns = [
        '[[say {"next": "finder", "task": "Find."}]]',
        '[[say {"next": "writer", "task": "Write."}]]',
        '[[say {"next": "critic", "task": "Judge."}]]',
        '[[say {"next": "finish", "answer": "Tides, in short."}]]',
    ]
    nodes = [
        start_node(),
        team("\n".join(turns)),
        member("finder", "[[say Facts.]]"),
        member("writer", "[[say A text.]]"),
        member("critic", "[[say It is good.]]"),
        end_node("{{ steps.team.output }}"),
    ]
    run_id = await house.record(nodes, ["start team", "team end"])
    async with working(settings):
        await house.start(run_id)
        await until(partial(_is_over, house, run_id), within_s=90)
    ended = await house.read(run_id)

    said = output(ended)
    assert (said["text"], said["rounds"]) == ("Tides, in short.", 4)
    assert [(each["who"], each["text"]) for each in said["said"]] == [
        ("finder", "Facts."),
        ("writer", "A text."),
        ("critic", "It is good."),
    ]
    assert len(stub.calls) == 7
    assert said["input_tokens"] > 0
    attempts = await house.attempts(run_id)
    assert {row.iteration for row in attempts["writer__think"]} == {"4/0/0"}, "a lane of its own"
    assert ended.started_at is not None
    assert ended.finished_at is not None
    took = (ended.finished_at - ended.started_at).total_seconds()
    print(f"three agents, seven calls of a model that takes 150 ms: {took:.1f} s")
    assert took < 60, "loose, since imports and a busy machine count too"


async def test_no_finished_node_of_a_graph_is_repeated_when_a_worker_is_killed(
    settings: Settings, house: House, service: Service, tmp_path: Path
) -> None:
    packages = install_nodes(tmp_path, "tests.brought.nodes")
    node = {
        "id": "research",
        "type": "test.research",
        "config": {"question": "tides", "url": url(service, "")},
        "policy": {"timeout_s": 10, "retry": RETRY},
    }
    run_id = await house.record(
        [start_node(), node, end_node("{{ steps.research.output }}")],
        ["start research", "research end"],
        catalog=Catalog([*load_catalog(), RESEARCH]),
    )
    worker = start_worker(settings, free_port(), PYTHONPATH=str(packages))
    try:
        await house.start(run_id)
        await until(partial(_has_fetched, service, 3), within_s=60)
        end(worker)
        worker = start_worker(settings, free_port(), PYTHONPATH=str(packages))
        await until(partial(_is_over, house, run_id), within_s=90)
    finally:
        end(worker)

    said = output(await house.read(run_id))
    assert sorted(said["output"]["found"]) == ["archive: 200", "library: 200"]
    assert (said["output"]["drafts"], said["steps"]) == (2, 6)
    paths = [request.path for request in service.received]
    assert [paths.count(f"/{each}") for each in ("library", "archive", "draft-2")] == [1, 1, 1]
    assert paths.count("/draft-1") <= 2, "only a node that was at work at the kill is repeated"
    async with house.database.engine.begin() as connection:
        query = text("SELECT iteration, status FROM step WHERE node_id = 'research__call'")
        done = [
            row.iteration for row in await connection.execute(query) if row.status == "succeeded"
        ]
    assert len(done) == len(set(done)) == 7


async def _is_over(house: House, run_id: UUID) -> bool:
    return (await house.read(run_id)).status in FINAL_RUN


async def _has_fetched(service: Service, count: int) -> bool:
    return len(service.received) >= count
