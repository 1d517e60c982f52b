"""One run for each control structure: what `record` records and `test_replay` replays."""

from dataclasses import dataclass
from itertools import pairwise

from pydantic import JsonValue

from noria.acts import Pause, Resume
from noria.model import OUT, NodeId, PortName
from noria.plan import Plan
from noria.run import Snapshot, StepState, StepStatus, step_key
from noria.waits import Taken
from tests.workflows import scenario_plans as plans_of
from tests.workflows.fake_agents import AGENT, TEAM
from tests.workflows.hand_plans import (
    BREAKPOINT,
    HELD_LOOP,
    HOLD,
    HOLD_IN_LOOP,
    LONG_HOLD,
    PAUSE,
    STUCK,
    Said,
)
from tests.workflows.loop_plans import for_each, looped, repeat
from tests.workflows.plans import chain, plan, step
from tests.workflows.variants import Drained, OftenRenewed
from workflows.graph_workflow import GraphWorkflow

LONG_ITEM = plans_of.waiting_items(1.5, *[0.05] * 6)
"""The run goes on in a new history while the first item waits."""


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
    of_item: int | None = None
    """The history of the run of this item is recorded, not its own."""
    called: Plan | None = None
    """What the workflow named `Called` does."""
    answer: tuple[str, Taken] | None = None
    """Which step somebody answers once it waits, and what."""


SCENARIOS = {
    "run_timeout": Scenario(plans_of.DIAMOND, timeout_s=0.15),
    "run_in_time": Scenario(plans_of.DIAMOND, timeout_s=60),
    "chain": Scenario(chain(3)),
    "diamond": Scenario(plans_of.DIAMOND),
    "quick_lane": Scenario(plans_of.QUICK),
    "branch": Scenario(plans_of.BRANCH, run_input={"n": 5}),
    "join_any": Scenario(plans_of.JOIN_ANY),
    "delay": Scenario(plans_of.DELAY),
    "switch": Scenario(plans_of.SWITCH, run_input={"kind": "film"}),
    "merge": Scenario(plans_of.MERGE),
    "respond": Scenario(plans_of.RESPOND),
    "wait_until": Scenario(plans_of.wait_until(1.5)),
    "fail": Scenario(plans_of.FAIL),
    "on_error_port": Scenario(plans_of.ERROR_PORT),
    "on_error_continue": Scenario(plans_of.CONTINUE),
    "failure": Scenario(plans_of.FAILURE),
    "cancel": Scenario(plans_of.CANCEL, cancel_once="other"),
    "large_value": Scenario(plans_of.LARGE),
    "many_pure_steps": Scenario(chain(150, "set", config={"values": {"n": 1}})),
    "wait_event": Scenario(
        plans_of.WAIT_EVENT, answer=("paid", Taken(port=OUT, output={"amount": 3}))
    ),
    "saga": Scenario(plans_of.saga("test.broken")),
    "saga_continue_as_new": Scenario(plans_of.long_saga(12), workflow=OftenRenewed),
    "saga_continued_as_new": Scenario(plans_of.long_saga(12), workflow=OftenRenewed, second=True),
    "large_continue_as_new": Scenario(plans_of.LARGE_SNAPSHOT, workflow=OftenRenewed),
    "large_continued_as_new": Scenario(plans_of.LARGE_SNAPSHOT, workflow=OftenRenewed, second=True),
    "saga_cancelled": Scenario(plans_of.saga("test.slow"), cancel_once="car"),
    "early_cancel": Scenario(plans_of.PURE, cancel_early=True),
    # Recorded by code that did not heed such a cancel.
    "early_cancel_unheeded": Scenario(plans_of.PURE, cancel_early=True),
    # Recorded by code that showed `running` while it waited for a sub-run.
    "sub_run": Scenario(plans_of.SUB_RUN, called=chain(1)),
    "sub_run_cancelled": Scenario(plans_of.SUB_RUN, called=plans_of.CANCEL, cancel_once="other"),
    "sub_run_unwaited": Scenario(plans_of.SUB_RUN_UNWAITED, called=chain(1)),
    "sub_run_waits": Scenario(plans_of.SUB_RUN, called=chain(1)),
    "sub_run_waits_cancelled": Scenario(
        plans_of.SUB_RUN, called=plans_of.CANCEL, cancel_once="other"
    ),
    "sub_run_paused": Scenario(
        plans_of.SUB_RUN,
        called=plans_of.SLOW_FIRST,
        said=(Said(Pause(), seen="slow"), Said(Resume(), seen="-slow")),
    ),
    "item_runs": Scenario(plans_of.item_runs()),
    "item_runs_left": Scenario(plans_of.item_runs("continue")),
    "item_runs_broken_off": Scenario(plans_of.item_runs("break")),
    "item_runs_cancelled": Scenario(plans_of.SLOW_ITEMS, cancel_once="slow[0]"),
    "item_run": Scenario(plans_of.ITEM_THAT_WAITS, of_item=-1),
    "item_run_broken_off": Scenario(plans_of.item_runs("break"), of_item=-1),
    "item_runs_handed_over": Scenario(LONG_ITEM, workflow=Drained),
    "item_runs_taken_over": Scenario(LONG_ITEM, workflow=Drained, second=True),
    "item_run_adopted": Scenario(LONG_ITEM, workflow=Drained, of_item=0),
    "wait_event_cancelled": Scenario(plans_of.WAIT_EVENT, cancel_once="paid"),
    "approval_timeout": Scenario(plans_of.APPROVAL),
    "continue_as_new": Scenario(
        plan(
            step("start", "start"),
            step("wait", "delay", "start", config={"seconds": 2}),
            step("s0", "test.echo", "start"),
            *(step(after, "test.echo", before) for before, after in pairwise(plans_of.LONG)),
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
    "batches": Scenario(plans_of.batched(30)),
    "batches_continue_as_new": Scenario(plans_of.batched(4), workflow=OftenRenewed),
    "batches_continued_as_new": Scenario(plans_of.batched(4), workflow=OftenRenewed, second=True),
    "for_each_collect": Scenario(plans_of.failing(on_item_error="collect", concurrency=3)),
    "for_each_stop": Scenario(plans_of.failing(concurrency=3)),
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
    "break": Scenario(plans_of.left("break")),
    "continue": Scenario(plans_of.left("continue")),
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
    "nested_loops": Scenario(plans_of.NESTED),
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
    "retried_held_loop": Scenario(
        *HELD_LOOP,
        snapshot=Snapshot(
            states={
                step_key(NodeId(node_id), iteration): StepState(
                    status=StepStatus.SUCCEEDED, port=OUT, output="of the run before"
                )
                for node_id, iteration in (("start", ""), ("charge", "0"))
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
    "loop_continue_as_new": Scenario(plans_of.NESTED, workflow=OftenRenewed),
    "loop_continued_as_new": Scenario(plans_of.NESTED, workflow=OftenRenewed, second=True),
}
