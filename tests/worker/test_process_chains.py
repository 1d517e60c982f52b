"""Quick steps in a row: one activity does them, and each is a step like any other."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import BaseModel
from temporalio.client import Client

from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from noria.model import OUT, PortName
from noria.node_type import NodeType, Output, node
from noria.plan import Plan, PlanStep
from noria.run import RunResult, StepRecord
from noria.steps.chains import MAX_CHAIN_BYTES, MAX_CHAIN_STEPS
from tests.activities.calls import RememberingSink
from tests.worker.queue_workers import Told, end, serving
from tests.workflows.plans import plan, request, step
from worker.process import Settings
from workflows import client as runs
from workflows.client import connect
from workflows.names import temporal_id


class Adds(BaseModel):
    """What the node type of these tests is told."""

    to: int = 0
    fails: int = 0
    broken: bool = False
    port: PortName = OUT
    padding: int = 0


@dataclass
class Bench:
    """Runs plans on a worker whose adapter is the real one."""

    client: Client
    sink: RememberingSink = field(default_factory=RememberingSink)
    done: Counter[str] = field(default_factory=Counter[str])
    """How often each node was begun."""

    def node_type(self) -> NodeType[Any]:
        async def run(config: Adds, context: NodeContext) -> Any:
            self.done[context.node_id] += 1
            if self.done[context.node_id] <= config.fails:
                raise NodeUnavailable("not yet")
            if config.broken:
                raise NodeFailed("broken")
            return Output(value=[config.to + 1, "x" * config.padding], port=config.port)

        kind = node("test.add", title="Add", category="Test", icon="plus", quick=True)
        return kind(run)

    async def run(self, of: Plan, **facts: Any) -> tuple[RunResult, list[str]]:
        """The result, and the types of the events of its history."""
        run = request("run", of, **facts).model_copy(update={"run_id": f"run-{id(of)}-{id(self)}"})
        async with serving(
            self.client, Told(), bound=("default",), others=[self.node_type()], sink=self.sink
        ):
            await runs.start_run(self.client, run)
            result = await runs.wait_for_run(self.client, run.run_id)
            handle = self.client.get_workflow_handle(temporal_id(run.run_id))
            history = await handle.fetch_history()
        return result, [
            (event.WhichOneof("attributes") or "").removesuffix("_event_attributes")
            for event in history.events
        ]

    def rows(self, node_id: str) -> list[StepRecord]:
        return [record for record in self.sink.steps if record.node_id == node_id]


@pytest.fixture
async def bench(settings: Settings) -> Bench:
    return Bench(await connect(settings.temporal))


def number_of(node_id: str) -> str:
    return f"{{{{ steps.{node_id}.output[0] }}}}"


def add(node_id: str, before: str | None = None, **facts: Any) -> PlanStep:
    """One more than what the step before it gave."""
    config = {"to": 0, **facts.pop("config", {})}
    if before is None:
        return step(node_id, "test.add", config=config, quick=True, **facts)
    return step(
        node_id,
        "test.add",
        before,
        config=config,
        expressions={"/to": number_of(before)},
        reads={before: ["output"]},
        quick=True,
        **facts,
    )


def counting(length: int) -> Plan:
    names = [f"s{n}" for n in range(length)]
    rest = [add(name, before) for before, name in zip(names, names[1:], strict=False)]
    return plan(add("s0"), *rest, gives(names[-1]))


def gives(last: str) -> PlanStep:
    """The run's output: the number that this step gave."""
    return step(
        "end",
        "end",
        last,
        config={"output": None},
        expressions={"/output": number_of(last)},
        reads={last: ["output"]},
        ports=(),
    )


def markers(types: list[str]) -> int:
    """Of local activities, without the one that writes the run's last row."""
    assert "activity_task_scheduled" not in types
    return types.count("marker_recorded") - 1


async def test_each_reads_what_those_before_it_gave(bench: Bench) -> None:
    result, types = await bench.run(counting(20))

    assert result.output == 20
    assert markers(types) == 1
    assert [row.status.value for row in bench.rows("s19")] == ["running", "succeeded"]
    assert bench.rows("s19")[-1].input == {"to": 19}


async def test_long_ones_are_cut(bench: Bench) -> None:
    result, types = await bench.run(counting(MAX_CHAIN_STEPS + 1))

    assert result.output == MAX_CHAIN_STEPS + 1
    assert markers(types) == 2


async def test_results_that_grow_large_cut_it(bench: Bench) -> None:
    padded = {"padding": 50_000}
    names = [f"s{n}" for n in range(12)]
    steps = [add(names[0], config=padded)]
    steps += [
        add(name, before, config=padded) for before, name in zip(names, names[1:], strict=False)
    ]

    result, types = await bench.run(plan(*steps, gives(names[-1])))

    assert result.output == 12
    assert markers(types) == -(-12 * 50_000 // (MAX_CHAIN_BYTES + 50_000))


async def test_one_that_fails_is_tried_again_by_itself_and_says_so(bench: Bench) -> None:
    retry = {"retry": {"max_attempts": 5, "initial_interval_s": 0.05}}
    flaky = add("flaky", "one", config={"fails": 2}, policy=retry)

    result, types = await bench.run(plan(add("one"), flaky, add("last", "flaky"), gives("last")))

    assert (result.output, markers(types)) == (3, 2)
    assert bench.done == {"one": 1, "flaky": 3, "last": 1}
    statuses = [(row.attempt, row.status.value) for row in bench.rows("flaky")]
    # The chain's own try is not told as a failure: the step is done again as if for the first time.
    assert statuses == [
        (1, "running"),
        (1, "running"),
        (1, "failed"),
        (2, "running"),
        (2, "succeeded"),
    ]


async def test_one_that_fails_for_good_fails_the_run_after_those_before_it(bench: Bench) -> None:
    broken = add("broken", "one", config={"broken": True})

    result, _ = await bench.run(plan(add("one"), broken, add("last", "broken"), gives("last")))

    assert result.error is not None
    assert (result.error.node_id, result.error.message) == ("broken", "broken")
    assert bench.rows("one")[-1].status.value == "succeeded"
    assert "last" not in bench.done


async def test_another_port_ends_it(bench: Bench) -> None:
    turns = add("turns", "one", config={"port": "side"}, ports=("out", "side"))
    steps = [add("one"), turns, add("never", "turns"), add("aside", "turns.side"), gives("aside")]
    steps[3] = steps[3].model_copy(update={"expressions": (), "reads": steps[0].reads})

    result, _ = await bench.run(plan(*steps))

    assert result.output == 1
    assert "never" not in bench.done


async def test_whoever_wants_to_look_between_two_steps_can(bench: Bench) -> None:
    _, types = await bench.run(
        plan(add("one"), add("two", "one"), end("two")), breakpoints=("else",)
    )

    assert markers(types) == 2
