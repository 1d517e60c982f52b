"""One run for each control structure: what `record` records and `test_replay` replays."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import JsonValue

from noria.model import OUT, NodeId, PortName
from noria.plan import Plan, PlanStep
from noria.run import Snapshot, StepState, StepStatus, step_key
from noria.waits import Taken
from tests.workflows.fake_agents import AGENT, TEAM
from tests.workflows.hand_plans import BREAKPOINT, HOLD, HOLD_IN_LOOP, LONG_HOLD, PAUSE, STUCK, Said
from tests.workflows.loop_plans import for_each, looped, repeat
from tests.workflows.plans import chain, plan, step
from tests.workflows.variants import OftenRenewed
from workflows.graph_workflow import GraphWorkflow


@dataclass(frozen=True)
class Scenario:
    """A run, and what is done to it."""

    plan: Plan
    said: tuple[Said, ...] = ()
    """What people do to it, in this order."""
    run_input: JsonValue = None
    workflow: type = GraphWorkflow
    cancel_once: str | None = None
    """Cancelled once this step was seen."""
    cancel_early: bool = False
    """Cancelled before a worker has seen it."""
    second: bool = False
    """The history after a continue-as-new is recorded, not the one before it."""
    timeout_s: float | None = None
    """Of the run."""
    snapshot: Snapshot | None = None
    """What a retry or fork begins with."""
    called: Plan | None = None
    """What the workflow named `Called` does."""
    answer: tuple[str, Taken] | None = None
    """Which step somebody answers once it waits, and what."""


_DIAMOND = plan(
    step("start", "start"),
    step("left", "test.slow", "start", config={"seconds": 0.2}),
    step("right", "test.slow", "start", config={"seconds": 0.1}),
    step("join", "test.echo", "left", "right"),
    step("end", "end", "join", config={"output": "done"}, ports=()),
)

_QUICK = plan(
    step("start", "start"),
    step("one", "test.emit", "start", config={"value": 1}, quick=True),
    step("flaky", "test.flaky", "start", config={"failures": 1}, quick=True),
    step("beside", "test.echo", "start"),
    step("join", "test.emit", "one", "flaky", "beside", config={"value": 2}, quick=True),
)

_BRANCH = plan(
    step("start", "start"),
    step("rate", "vars.set", "start", config={"values": {"limit": 3}}),
    step(
        "big",
        "branch",
        "rate",
        config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
        expressions={"/cases/0/when": "trigger.n > vars.limit"},
        trigger=True,
        vars=("limit",),
        ports=("yes", "no"),
    ),
    step("high", "test.echo", "big.yes"),
    step("low", "test.echo", "big.no"),
    step("join", "test.echo", "high", "low", reads={"low": ["status"]}),
)

_JOIN_ANY = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 0.4}),
    step("quick", "test.emit", "start", config={"value": 1}),
    step("first", "test.echo", "slow", "quick", join="any"),
)

_DELAY = plan(
    step("start", "start"),
    step("wait", "delay", "start", config={"seconds": 0.3}),
    step("beside", "test.emit", "start", config={"value": 1}),
    step("seen", "set", "beside", config={"values": {"a": 1}}),
    step("join", "test.echo", "wait", "seen", reads={"wait": ["output"]}),
)

_SWITCH = plan(
    step("start", "start"),
    step(
        "kind",
        "switch",
        "start",
        config={
            "value": "",
            "cases": [{"port": "book", "equals": "book"}, {"port": "film", "equals": "film"}],
            "default": "other",
        },
        expressions={"/value": "{{ trigger.kind }}"},
        trigger=True,
        ports=("book", "film", "other"),
        quick=True,
    ),
    step("read", "test.echo", "kind.book"),
    step("seen", "test.echo", "kind.film"),
    step("asked", "test.echo", "kind.other"),
)

_MERGE = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 0.1}),
    step("one", "test.emit", "start", config={"value": 1}),
    step(
        "both",
        "merge",
        "slow",
        "one",
        config={"mode": "list", "sources": ""},
        expressions={
            "/sources": "{{ [['slow', steps.slow], ['one', steps.one]]"
            ".filter(([, step]) => 'output' in step).map(([id, step]) => [id, step.output]) }}"
        },
        reads={"slow": ["output"], "one": ["output"]},
        quick=True,
    ),
    step("after", "test.echo", "both", reads={"both": ["output"]}),
)

_RESPOND = plan(
    step("start", "start"),
    step("answer", "respond", "start", config={"status": 201, "body": {"ok": True}}, quick=True),
    step("after", "test.echo", "answer"),
)


def _wait_until(seconds: float) -> Plan:
    """Until so long after its begin."""
    then = f"{{{{ new Date(Date.parse(run.started_at) + {seconds * 1_000:g}).toISOString() }}}}"
    return plan(
        step("start", "start"),
        step(
            "wait",
            "wait_until",
            "start",
            config={"time": ""},
            expressions={"/time": then},
            run=True,
        ),
        step("after", "test.echo", "wait", reads={"wait": ["output"]}),
    )


_FAIL = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 30}),
    step("quick", "test.emit", "start", config={"value": 1}),
    step("stop", "fail", "quick", config={"message": "Not paid."}, ports=(), quick=True),
)

_ERROR_PORT = plan(
    step("start", "start"),
    step("bad", "test.broken", "start", policy={"on_error": "port"}, ports=("out", "error")),
    step("fine", "test.echo", "bad"),
    step("mend", "test.echo", "bad.error", reads={"bad": ["error.message"]}),
)

_CONTINUE = plan(
    step("start", "start"),
    step("bad", "test.broken", "start", policy={"on_error": "continue", "on_error_output": 0}),
    step("after", "test.echo", "bad", reads={"bad": ["output"]}),
)

_FAILURE = plan(
    step("start", "start"),
    step("first", "test.slow", "start", config={"seconds": 30}),
    step("waits", "delay", "start", config={"seconds": 60}),
    step("second", "test.slow", "start", config={"seconds": 30}),
    step("bad", "test.broken", "start", config={"after_s": 0.3}),
)

_CANCEL = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 30}),
    step("waits", "delay", "start", config={"seconds": 60}),
    step("other", "test.slow", "start", config={"seconds": 30}),
)

_PURE = plan(
    step("start", "start"),
    step("shaped", "set", "start", config={"values": {"n": 1}}),
    step("end", "end", "shaped", config={"output": "done"}, ports=()),
)

_LARGE = plan(
    step("start", "start"),
    step("made", "set", "start", config={"values": {"big": "x" * 70_000}}),
    step(
        "end",
        "end",
        "made",
        config={"output": ""},
        expressions={"/output": "{{ steps.made.output.big.length }}"},
        reads={"made": ["output.big"]},
        ports=(),
    ),
)

_NESTED = looped(
    for_each(["a", "b", "c"], node_id="outer", concurrency=2),
    for_each([1, 2, 3], parent="outer", result="{{ loop.outer.item + item }}"),
    step("one", "test.echo", parent="each", inside=("item", "loop")),
    step("wait", "delay", "one", parent="each", config={"seconds": 0.05}),
)


def _odd() -> PlanStep:
    return step(
        "odd",
        "branch",
        parent="each",
        config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
        expressions={"/cases/0/when": "item % 2 == 1"},
        inside=("item",),
        ports=("yes", "no"),
    )


def _failing(**facts: Any) -> Plan:
    """Of three items the second fails, while the others still run."""
    return looped(
        for_each([1, 2, 3], **facts),
        _odd(),
        step("bad", "test.broken", "odd.no", parent="each", config={"after_s": 0.2}),
        step("fine", "test.slow", "odd.yes", parent="each", config={"seconds": 0.5}),
    )


def _batched(batch_size: int) -> Plan:
    each = for_each(list(range(60)), result="{{ item * 2 }}", batching="always")
    config = {**each.config, "batch_size": batch_size}
    return looped(
        each.model_copy(update={"config": config}),
        step("shaped", "set", parent="each", config={"values": {"n": 1}}),
    )


def _left(leave: str) -> Plan:
    return looped(
        for_each([1, 2, 3], result="{{ item }}"),
        _odd(),
        step("leave", leave, "odd.no", parent="each", ports=()),
        step("fine", "test.echo", "odd.yes", parent="each"),
    )


_SUB_RUN = plan(
    step("start", "start"),
    step("call", "workflow.run", "start", config={"workflow": "Called"}),
    step("after", "test.echo", "call", reads={"call": ["output"]}),
)


_SUB_RUN_UNWAITED = plan(
    step("start", "start"),
    step("call", "workflow.run", "start", config={"workflow": "Called", "wait": False}),
    step("after", "test.echo", "call", reads={"call": ["output"]}),
)


def _saga(last: str) -> Plan:
    """A flight and a hotel, of which the hotel can't be cancelled."""
    return plan(
        step("start", "start"),
        step("flight", "test.emit", "start", config={"value": "F1"}, undo="cancel_flight"),
        step("hotel", "test.emit", "flight", config={"value": "H1"}, undo="cancel_hotel"),
        step("car", last, "hotel", config={"seconds": 30}),
        step("cancel_flight", "test.echo", reads={"flight": ["output"]}, undoes="flight"),
        step("cancel_hotel", "test.broken", reads={"hotel": ["output"]}, undoes="hotel"),
    )


_WAIT_EVENT = plan(
    step("start", "start"),
    step("paid", "wait_event", "start", config={"key": "k"}, ports=("out", "timeout")),
    step("ship", "test.echo", "paid", reads={"paid": ["output"]}),
    step("late", "test.echo", "paid.timeout"),
)

_APPROVAL = plan(
    step("start", "start"),
    step(
        "ask",
        "approval",
        "start",
        config={"title": "Refund?", "timeout_s": 1.5, "remind_every_s": 1},
        ports=("approved", "rejected", "timeout"),
    ),
    step("refund", "test.echo", "ask.approved"),
    step("escalate", "test.echo", "ask.timeout", reads={"ask": ["output"]}),
)

_LONG = [f"s{n}" for n in range(10)]

SCENARIOS = {
    "run_timeout": Scenario(_DIAMOND, timeout_s=0.15),
    "run_in_time": Scenario(_DIAMOND, timeout_s=60),
    "chain": Scenario(chain(3)),
    "diamond": Scenario(_DIAMOND),
    "quick_lane": Scenario(_QUICK),
    "branch": Scenario(_BRANCH, run_input={"n": 5}),
    "join_any": Scenario(_JOIN_ANY),
    "delay": Scenario(_DELAY),
    "switch": Scenario(_SWITCH, run_input={"kind": "film"}),
    "merge": Scenario(_MERGE),
    "respond": Scenario(_RESPOND),
    "wait_until": Scenario(_wait_until(1.5)),
    "fail": Scenario(_FAIL),
    "on_error_port": Scenario(_ERROR_PORT),
    "on_error_continue": Scenario(_CONTINUE),
    "failure": Scenario(_FAILURE),
    "cancel": Scenario(_CANCEL, cancel_once="other"),
    "large_value": Scenario(_LARGE),
    "many_pure_steps": Scenario(chain(150, "set", config={"values": {"n": 1}})),
    "wait_event": Scenario(_WAIT_EVENT, answer=("paid", Taken(port=OUT, output={"amount": 3}))),
    "saga": Scenario(_saga("test.broken")),
    "saga_cancelled": Scenario(_saga("test.slow"), cancel_once="car"),
    "early_cancel": Scenario(_PURE, cancel_early=True),
    # Recorded by code that did not heed such a cancel.
    "early_cancel_unheeded": Scenario(_PURE, cancel_early=True),
    # Recorded by code that showed `running` while it waited for a sub-run.
    "sub_run": Scenario(_SUB_RUN, called=chain(1)),
    "sub_run_cancelled": Scenario(_SUB_RUN, called=_CANCEL, cancel_once="other"),
    "sub_run_unwaited": Scenario(_SUB_RUN_UNWAITED, called=chain(1)),
    "sub_run_waits": Scenario(_SUB_RUN, called=chain(1)),
    "sub_run_waits_cancelled": Scenario(_SUB_RUN, called=_CANCEL, cancel_once="other"),
    "wait_event_cancelled": Scenario(_WAIT_EVENT, cancel_once="paid"),
    "approval_timeout": Scenario(_APPROVAL),
    "continue_as_new": Scenario(
        plan(
            step("start", "start"),
            step("wait", "delay", "start", config={"seconds": 2}),
            step("s0", "test.echo", "start"),
            *(step(after, "test.echo", before) for before, after in pairwise(_LONG)),
            step("join", "test.echo", "s9", "wait"),
        ),
        workflow=OftenRenewed,
    ),
    "agent": Scenario(
        AGENT,
        answer=(
            "helper__ask_refund",
            Taken(
                port=PortName("approved"), output={"decision": "approved", "data": {"amount": 90}}
            ),
        ),
    ),
    "team": Scenario(TEAM),
    "for_each": Scenario(
        looped(
            for_each([3, 1, 2], concurrency=2, result="{{ item * 10 }}"),
            step("seen", "test.echo", parent="each", inside=("item",)),
            step("shaped", "set", "seen", parent="each", config={"values": {"n": 1}}),
        )
    ),
    "batches": Scenario(_batched(30)),
    "batches_continue_as_new": Scenario(_batched(4), workflow=OftenRenewed),
    "batches_continued_as_new": Scenario(_batched(4), workflow=OftenRenewed, second=True),
    "for_each_collect": Scenario(_failing(on_item_error="collect", concurrency=3)),
    "for_each_stop": Scenario(_failing(concurrency=3)),
    "for_each_cancel": Scenario(
        looped(
            for_each([1, 2], node_id="outer"),
            for_each([1, 2], parent="outer", concurrency=2),
            step("slow", "test.slow", parent="each", config={"seconds": 30}),
        ),
        cancel_once="slow[0/1]",
    ),
    "for_each_waits": Scenario(
        looped(
            for_each([1, 2, 3], concurrency=3),
            step("wait", "delay", parent="each", config={"seconds": 0.2}),
        )
    ),
    "break": Scenario(_left("break")),
    "continue": Scenario(_left("continue")),
    "while": Scenario(
        looped(
            repeat("while", "index < 3", "{{ loop.prev + 2 }}", config={"initial": 0}),
            step("seen", "test.echo", parent="again", inside=("loop",)),
        )
    ),
    "until": Scenario(
        looped(
            repeat("until", "loop.prev > 3", "{{ loop.prev + 2 }}", config={"initial": 0}),
            step("seen", "test.echo", parent="again", inside=("loop",)),
        )
    ),
    "nested_loops": Scenario(_NESTED),
    "retry_in_loop": Scenario(
        looped(
            for_each([1, 2, 3]),
            step("charge", "test.echo", parent="each", inside=("item",)),
            step("mail", "test.echo", "charge", parent="each", reads={"charge": ["output"]}),
        ),
        snapshot=Snapshot(
            states={
                step_key(NodeId(node_id), iteration): StepState(
                    status=StepStatus.SUCCEEDED, port=OUT, output="of the run before"
                )
                for node_id, iteration in (
                    ("start", ""),
                    ("charge", "0"),
                    ("mail", "0"),
                    ("charge", "1"),
                )
            }
        ),
    ),
    "pause": Scenario(*PAUSE),
    "breakpoint": Scenario(*BREAKPOINT),
    "hold": Scenario(*HOLD),
    "hold_in_loop": Scenario(*HOLD_IN_LOOP),
    "retry_now": Scenario(*STUCK),
    "hold_continue_as_new": Scenario(*LONG_HOLD, workflow=OftenRenewed),
    "hold_continued_as_new": Scenario(*LONG_HOLD, workflow=OftenRenewed, second=True),
    "loop_continue_as_new": Scenario(_NESTED, workflow=OftenRenewed),
    "loop_continued_as_new": Scenario(_NESTED, workflow=OftenRenewed, second=True),
}
