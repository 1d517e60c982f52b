"""Which turns of a run are computed on the event loop, and which in threads."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from workflows.graph_workflow import GraphWorkflow
from workflows.turns import CAN_NEST, LONG_S, PATIENCE_S, Turns, be_patient

pytestmark = pytest.mark.skipif(not CAN_NEST, reason="this Python computes all turns in threads")


@dataclass
class Activation:
    """What the SDK hands over, as far as it matters."""

    is_replaying: bool = False


@dataclass(eq=False)
class Run:
    """Notes who computed its turns."""

    takes_s: float = 0.0
    threads: list[int] = field(default_factory=list[int])

    def activate(self, activation: Activation) -> str:
        self.threads.append(threading.get_ident())
        time.sleep(self.takes_s)
        # As the SDK does around the code of a workflow.
        asyncio._set_running_loop(None)
        return f"replayed: {activation.is_replaying}"

    def fail(self, activation: Activation) -> None:
        raise ValueError(f"Can't read {activation!r}.")


@pytest.fixture
def turns() -> Generator[Turns]:
    with Turns(2) as executor:
        yield executor


async def test_a_turn_is_computed_on_the_event_loop(turns: Turns) -> None:
    run = Run()
    loop = asyncio.get_running_loop()

    answer = await loop.run_in_executor(turns, run.activate, Activation())

    assert answer == "replayed: False"
    assert run.threads == [threading.get_ident()]
    assert asyncio.get_running_loop() is loop


async def test_a_replay_is_computed_in_a_thread(turns: Turns) -> None:
    run = Run()
    loop = asyncio.get_running_loop()

    answer = await loop.run_in_executor(turns, run.activate, Activation(is_replaying=True))

    assert answer == "replayed: True"
    assert threading.get_ident() not in run.threads


async def test_after_a_long_turn_a_run_goes_on_in_threads(turns: Turns) -> None:
    long, short = Run(takes_s=LONG_S + 0.01), Run()
    loop = asyncio.get_running_loop()

    for run in (long, long, short):
        await loop.run_in_executor(turns, run.activate, Activation())

    here = threading.get_ident()
    assert long.threads[0] == here
    assert long.threads[1] != here
    assert short.threads == [here]


async def test_what_a_turn_raises_reaches_who_waits(turns: Turns) -> None:
    loop = asyncio.get_running_loop()

    with pytest.raises(ValueError, match="Can't read Activation"):
        await loop.run_in_executor(turns, Run().fail, Activation())

    assert asyncio.get_running_loop() is loop


def test_generators_left_open_by_a_run_are_not_closed_by_the_event_loop(turns: Turns) -> None:
    closed: list[str] = []
    left_open: list[object] = []

    @asynccontextmanager
    async def resource() -> AsyncGenerator[None]:
        try:
            yield
        finally:
            closed.append("by the loop")

    class Opening(Run):
        def activate(self, activation: Activation) -> str:
            opened = resource()
            left_open.append(opened)
            entering = opened.__aenter__()
            with pytest.raises(StopIteration):
                entering.send(None)
            return super().activate(activation)

    async def take_turn() -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(turns, Opening().activate, Activation())

    # At its end it closes the generators that it knows.
    asyncio.run(take_turn())

    assert closed == []


async def test_other_work_is_done_in_threads(turns: Turns) -> None:
    ident = await asyncio.get_running_loop().run_in_executor(turns, threading.get_ident)

    assert ident != threading.get_ident()


async def test_a_run_is_not_torn_down_under_the_thread_that_computes_it(turns: Turns) -> None:
    """As the SDK does after a turn that took too long: it waits in vain, and then again and again."""
    over = threading.Event()
    done: list[str] = []

    class Slow(Run):
        def activate(self, activation: Activation) -> str:
            assert over.wait(30)
            done.append("turn")
            return "too late"

        def evict(self, again: str) -> str:
            done.append(again)
            return again

    run, loop = Slow(), asyncio.get_running_loop()
    turn = loop.run_in_executor(turns, run.activate, Activation(is_replaying=True))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(turn, 0.01)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(loop.run_in_executor(turns, run.evict, "evicted"), 0.01)
    last = loop.run_in_executor(turns, run.evict, "evicted anew")
    assert done == []
    over.set()

    assert await asyncio.wait_for(last, 30) == "evicted anew"
    assert done == ["turn", "evicted anew"]


async def test_the_sdk_waits_for_a_turn_as_long_as_it_is_told(address: str) -> None:
    client = await Client.connect(address)
    worker = Worker(client, task_queue="patience", workflows=[GraphWorkflow])

    be_patient(worker)

    within: Any = vars(worker)["_workflow_worker"]
    assert vars(within)["_deadlock_timeout_seconds"] == PATIENCE_S
