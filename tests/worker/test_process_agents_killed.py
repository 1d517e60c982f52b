"""Agents whose worker is killed, and runs of agents that are retried: what was paid once is not paid again."""

import subprocess
from collections import Counter
from collections.abc import Generator
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from local.ports import free_port
from noria.run import FINAL_RUN
from tests.activities.internet import Service
from tests.model_stub import TIRES_AT, Stub, model_stub
from tests.worker.house import House, start_node, until
from tests.worker.test_hands import deed, hands_of
from tests.worker.test_main import start_worker
from tests.worker.test_process import url, working
from tests.worker.test_process_agents import add_stub, agent, output, record, tool
from worker.process import Settings

ROUNDS = 20
KILLS = 2


@pytest.fixture(scope="module")
def stub_process(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stub]:
    with model_stub(tmp_path_factory.mktemp("stub")) as stub:
        yield stub


@pytest.fixture
def stub(stub_process: Stub) -> Stub:
    stub_process.forget()
    return stub_process


@pytest.mark.timeout(300)
async def test_no_finished_call_is_repeated_when_workers_are_killed(
    settings: Settings, house: House, service: Service, stub: Stub
) -> None:
    await add_stub(settings, house, stub)
    settings.worker.allowed_hosts += f",127.0.0.1:{stub.port}"
    lines = [f'[[tool look_up {{"order_id": "{number}"}}]]' for number in range(ROUNDS - 1)]
    task = "\n".join([*lines, "[[say All looked up.]]"])
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))
    model = {"model": "openai_compatible/slow", "credential": "stub", "limits": {"rounds": ROUNDS}}
    run_id = await record(house, agent(task, **model), look_up)
    worker = start_worker(settings, free_port())
    try:
        await house.start(run_id)
        for kill in range(1, KILLS + 1):
            await until(partial(_asked, stub, kill * 6), within_s=90)
            end(worker)
            worker = start_worker(settings, free_port())
        await until(partial(_is_over, house, run_id), within_s=150)
        ended = await house.read(run_id)
    finally:
        end(worker)

    async with house.database.engine.begin() as connection:
        query = "SELECT key, status FROM model_call ORDER BY created_at"
        calls = [(row.key, row.status) for row in await connection.execute(text(query))]
    finished = [key for key, status in calls if status == "succeeded"]
    repeats = again(stub)
    print(
        f"R1: {ROUNDS} rounds, {KILLS} kills of the worker; {len(stub.calls)} calls at the provider, "
        f"{sum(repeats.values())} of them again since no answer had arrived when a worker died; "
        f"paid calls that were repeated: {len(finished) - len(set(finished))}"
    )
    assert ended.status == "succeeded", ended.error
    assert output(ended)["rounds"] == ROUNDS
    assert len(finished) == len(set(finished)) == ROUNDS, "each round was answered, and paid, once"
    assert ROUNDS <= len(stub.calls) <= ROUNDS + KILLS, (
        "only calls under way at a kill are repeated"
    )
    assert len(calls) - len(finished) <= KILLS
    for number, times in repeats.items():
        known = [status for key, status in calls if key.endswith(f":{number}#")]
        assert known.count("running") == times, "nobody had heard an answer to the calls before"
    assert len(service.received) <= ROUNDS - 1 + KILLS
    assert len({request.path for request in service.received}) == ROUNDS - 1


def again(stub: Stub) -> dict[int, int]:
    """By round, how often the provider was asked once more for it."""
    rounds = Counter(
        sum(message["role"] == "assistant" for message in call["messages"]) for call in stub.calls
    )
    return {number: count - 1 for number, count in rounds.items() if count > 1}


def end(worker: subprocess.Popen[str]) -> None:
    """SIGKILL."""
    worker.kill()
    worker.communicate()


async def _is_over(house: House, run_id: UUID) -> bool:
    return (await house.read(run_id)).status in FINAL_RUN


async def _asked(stub: Stub, count: int) -> bool:
    return len(stub.calls) >= count


async def test_a_retry_goes_on_in_the_round_that_failed(
    settings: Settings, house: House, service: Service, stub: Stub
) -> None:
    await add_stub(settings, house, stub)
    settings.store.secret_keys = settings.temporal.secret_keys
    settings.worker.allowed_hosts += f",127.0.0.1:{stub.port}"
    lines = [f'[[tool look_up {{"order_id": "{number}"}}]]' for number in range(3)]
    look_up = tool("look_up", url(service, "/orders/{{ item.order_id }}"))
    model = {"model": "openai_compatible/tires", "credential": "stub"}
    task = "\n".join([*lines, "[[say All looked up.]]"])
    run_id = await record(house, agent(task, **model), look_up)
    async with working(settings):
        await house.start(run_id)
        failed = await house.ended(run_id)
        asked = len(stub.calls)
        told = await hands_of(settings, house).act("retry", deed(house, run_id))
        retry = await house.ended(UUID(told["new_run_id"]))

    assert (failed.status, asked) == ("failed", TIRES_AT), failed.error
    assert (output(retry)["text"], output(retry)["rounds"]) == ("All looked up.", 4)
    assert len(stub.calls) == asked + 2, "the first two rounds were answered, and paid, once"
    paths = [request.path for request in service.received]
    assert paths == ["/orders/0", "/orders/1", "/orders/2"]
    steps = await house.attempts(retry.id)
    assert [each.source for each in steps["helper__think"]] == [str(run_id)] * 2 + [None] * 2


async def test_a_retry_pays_for_no_answer_that_an_item_in_an_item_had_before(
    settings: Settings, house: House, stub: Stub
) -> None:
    """Also in a retry of the retry, which finds it two runs back."""
    await add_stub(settings, house, stub)
    settings.store.secret_keys = settings.temporal.secret_keys
    settings.worker.allowed_hosts += f",127.0.0.1:{stub.port}"
    each = {"items": [1, 2], "own_runs": True}
    asks = {
        "model": "openai_compatible/plain",
        "credential": "stub",
        "prompt": "Is {{ item }} odd?",
    }
    nodes: list[dict[str, Any]] = [
        {"id": "each", "type": "for_each", "config": each},
        {"id": "inner", "type": "for_each", "parent": "each", "config": each},
        {"id": "ask", "type": "llm.chat", "parent": "inner", "config": asks},
        {"id": "no", "type": "fail", "parent": "inner", "config": {"message": "No."}},
    ]
    run_id = await house.record([start_node(), *nodes], ["start each", "ask no"])
    asked: list[int] = []
    async with working(settings):
        await house.start(run_id)
        ended = await house.ended(run_id)
        asked.append(len(stub.calls))
        for _ in range(2):
            await _forget_steps(house, "ask")
            told = await hands_of(settings, house).act("retry", deed(house, ended.id))
            ended = await house.ended(UUID(told["new_run_id"]))
            asked.append(len(stub.calls))

    async with house.database.engine.begin() as connection:
        query = "SELECT iteration, is_cached FROM model_call ORDER BY created_at"
        calls = [tuple(row) for row in await connection.execute(text(query))]
    assert (ended.status, asked) == ("failed", [1, 1, 1]), ended.error
    assert calls == [("0/0", False), ("0/0", True), ("0/0", True)]


async def _forget_steps(house: House, node_id: str) -> None:
    """As if the run had been terminated after the answer, before the step could end."""
    async with house.database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM step WHERE node_id = :id"), {"id": node_id})
