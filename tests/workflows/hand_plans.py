"""Runs that people take hold of, for recorded histories."""

import asyncio
from dataclasses import dataclass
from itertools import pairwise

from noria.acts import Act, FailStep, Pause, Resume, RetryStep, SetBreakpoints, SkipStep, StartOne
from noria.model import NodeId
from noria.plan import Plan
from tests.workflows.engine import Engine, until
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step
from workflows.hand_client import control_run, read_grip


@dataclass(frozen=True)
class Said:
    """An act, and when it is done."""

    act: Act
    seen: str | None = None
    """Once this step has begun."""
    stopped: str | None = None
    """Once this step is parked or held."""


async def say(engine: Engine, run_id: str, said: Said) -> None:
    """Do it to this run."""
    if said.seen:
        await until(lambda: said.seen in engine.worker.events)
    if said.stopped:
        await until_stopped(engine, run_id, said.stopped)
    await control_run(engine.client, run_id, said.act)


async def until_stopped(engine: Engine, run_id: str, key: str) -> None:
    """Wait until the step is parked or held, at most 20 seconds."""
    for _ in range(400):
        grip = await read_grip(engine.client, run_id)
        if key in (*grip.parked, *grip.hand.holds):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{key} was never stopped")


_THREE = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 0.5}),
    step("next", "test.emit", "slow", config={"value": 1}),
    step("last", "set", "next", config={"values": {"x": 1}}),
)
_HOLD = {"on_error": "hold", "retry": {"max_attempts": 2, "initial_interval_s": 0.05}}
_PAY = step("pay", "test.flaky", "start", config={"failures": 9}, policy=_HOLD)
_STUCK = step(
    "pay",
    "test.stuck",
    "start",
    config={"failures": 1},
    policy={"retry": {"max_attempts": 50, "initial_interval_s": 600, "max_interval_s": 600}},
)
_AFTER = step("after", "test.echo", "pay", reads={"pay": ["status", "output", "attempt"]})
_MENDED = _PAY.model_copy(update={"config": {"failures": 4}})
_RETRY = RetryStep(node_id=NodeId("pay"))
_LONG = [f"s{n}" for n in range(8)]

Scene = tuple[Plan, tuple[Said, ...]]

PAUSE: Scene = (
    _THREE,
    (
        Said(Pause(), seen="slow"),
        Said(StartOne(), stopped="next"),
        Said(Resume(), stopped="last"),
    ),
)
BREAKPOINT: Scene = (
    _THREE,
    (
        Said(SetBreakpoints(node_ids=(NodeId("last"),)), seen="slow"),
        Said(Resume(), stopped="last"),
    ),
)
HOLD: Scene = (
    plan(step("start", "start"), _PAY, _AFTER),
    (
        Said(_RETRY, stopped="pay"),
        Said(RetryStep(node_id=NodeId("pay"), step=_MENDED), stopped="pay"),
    ),
)
HOLD_IN_LOOP: Scene = (
    looped(
        for_each([1, 2, 3], concurrency=3, result="{{ item }}"),
        step("pay", "test.broken", parent="each", policy=_HOLD),
    ),
    tuple(
        Said(SkipStep(node_id=NodeId("pay"), iteration=index, output=1), stopped=f"pay[{index}]")
        for index in "102"
    ),
)
HELD_LOOP: Scene = (
    looped(
        for_each([1], policy=_HOLD),
        step("charge", "test.emit", parent="each"),
        step("mail", "test.broken", "charge", parent="each"),
    ),
    (
        Said(RetryStep(node_id=NodeId("each")), stopped="each"),
        Said(FailStep(node_id=NodeId("each")), stopped="each"),
    ),
)
"""The loop as a whole waits for a person, who has it tried again."""
STUCK: Scene = (
    plan(step("start", "start"), _STUCK, _AFTER),
    (Said(RetryStep(node_id=NodeId("pay"), attempts=1), seen="pay"),),
)
LONG_HOLD: Scene = (
    plan(
        step("start", "start"),
        _PAY,
        step("s0", "test.echo", "start"),
        *(step(after, "test.echo", before) for before, after in pairwise(_LONG)),
        step("after", "test.echo", "pay", "s7", reads={"pay": ["status", "output", "attempt"]}),
    ),
    (
        Said(RetryStep(node_id=NodeId("pay"), step=_MENDED), seen="-s7"),
        Said(_RETRY, stopped="pay"),
    ),
)
