"""Plans of the runs that are recorded: one for each control structure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from noria.plan import Plan, PlanStep
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step

DIAMOND = plan(
    step("start", "start"),
    step("left", "test.slow", "start", config={"seconds": 0.2}),
    step("right", "test.slow", "start", config={"seconds": 0.1}),
    step("join", "test.echo", "left", "right"),
    step("end", "end", "join", config={"output": "done"}, ports=()),
)

QUICK = plan(
    step("start", "start"),
    step("one", "test.emit", "start", config={"value": 1}, quick=True),
    step("flaky", "test.flaky", "start", config={"failures": 1}, quick=True),
    step("beside", "test.echo", "start"),
    step("join", "test.emit", "one", "flaky", "beside", config={"value": 2}, quick=True),
)

BRANCH = plan(
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

JOIN_ANY = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 0.4}),
    step("quick", "test.emit", "start", config={"value": 1}),
    step("first", "test.echo", "slow", "quick", join="any"),
)

DELAY = plan(
    step("start", "start"),
    step("wait", "delay", "start", config={"seconds": 0.3}),
    step("beside", "test.emit", "start", config={"value": 1}),
    step("seen", "set", "beside", config={"values": {"a": 1}}),
    step("join", "test.echo", "wait", "seen", reads={"wait": ["output"]}),
)

SWITCH = plan(
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

MERGE = plan(
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

RESPOND = plan(
    step("start", "start"),
    step("answer", "respond", "start", config={"status": 201, "body": {"ok": True}}, quick=True),
    step("after", "test.echo", "answer"),
)


def wait_until(seconds: float) -> Plan:
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


FAIL = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 30}),
    step("quick", "test.emit", "start", config={"value": 1}),
    step("stop", "fail", "quick", config={"message": "Not paid."}, ports=(), quick=True),
)

ERROR_PORT = plan(
    step("start", "start"),
    step("bad", "test.broken", "start", policy={"on_error": "port"}, ports=("out", "error")),
    step("fine", "test.echo", "bad"),
    step("mend", "test.echo", "bad.error", reads={"bad": ["error.message"]}),
)

CONTINUE = plan(
    step("start", "start"),
    step("bad", "test.broken", "start", policy={"on_error": "continue", "on_error_output": 0}),
    step("after", "test.echo", "bad", reads={"bad": ["output"]}),
)

FAILURE = plan(
    step("start", "start"),
    step("first", "test.slow", "start", config={"seconds": 30}),
    step("waits", "delay", "start", config={"seconds": 60}),
    step("second", "test.slow", "start", config={"seconds": 30}),
    step("bad", "test.broken", "start", config={"after_s": 0.3}),
)

CANCEL = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 30}),
    step("waits", "delay", "start", config={"seconds": 60}),
    step("other", "test.slow", "start", config={"seconds": 30}),
)

PURE = plan(
    step("start", "start"),
    step("shaped", "set", "start", config={"values": {"n": 1}}),
    step("end", "end", "shaped", config={"output": "done"}, ports=()),
)

LARGE = plan(
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

NESTED = looped(
    for_each(["a", "b", "c"], node_id="outer", concurrency=2),
    for_each([1, 2, 3], parent="outer", result="{{ loop.outer.item + item }}"),
    step("one", "test.echo", parent="each", inside=("item", "loop")),
    step("wait", "delay", "one", parent="each", config={"seconds": 0.05}),
)


def odd() -> PlanStep:
    return step(
        "odd",
        "branch",
        parent="each",
        config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
        expressions={"/cases/0/when": "item % 2 == 1"},
        inside=("item",),
        ports=("yes", "no"),
    )


def failing(**facts: Any) -> Plan:
    """Of three items the second fails, while the others still run."""
    return looped(
        for_each([1, 2, 3], **facts),
        odd(),
        step("bad", "test.broken", "odd.no", parent="each", config={"after_s": 0.2}),
        step("fine", "test.slow", "odd.yes", parent="each", config={"seconds": 0.5}),
    )


def batched(batch_size: int) -> Plan:
    each = for_each(list(range(60)), result="{{ item * 2 }}", batching="always")
    config = {**each.config, "batch_size": batch_size}
    return looped(
        each.model_copy(update={"config": config}),
        step("shaped", "set", parent="each", config={"values": {"n": 1}}),
    )


def left(leave: str) -> Plan:
    return looped(
        for_each([1, 2, 3], result="{{ item }}"),
        odd(),
        step("leave", leave, "odd.no", parent="each", ports=()),
        step("fine", "test.echo", "odd.yes", parent="each"),
    )


SUB_RUN = plan(
    step("start", "start"),
    step("call", "workflow.run", "start", config={"workflow": "Called"}),
    step("after", "test.echo", "call", reads={"call": ["output"]}),
)


def item_runs(leave: str = "") -> Plan:
    """A loop over three items, of which the even one leaves it so; one after the other."""
    return looped(
        for_each([1, 2, 3], own_runs=True, result="{{ steps.fine.output.inside.item }}",
                 of={"fine": ["output"]}),
        *([odd(), step("leave", leave, "odd.no", parent="each", ports=())] if leave else []),
        step("fine", "test.echo", *(["odd.yes"] if leave else []), parent="each", inside=("item",)),
    )  # fmt: skip


SLOW_ITEMS = looped(
    for_each([1, 2], own_runs=True, concurrency=2),
    step("slow", "test.slow", parent="each", config={"seconds": 30}),
)
ITEM_THAT_WAITS = looped(
    for_each([1], own_runs=True),
    step("book", "test.emit", parent="each", config={"value": "B1"}, undo="unbook"),
    step("wait", "delay", "book", parent="each", config={"seconds": 1}),
    step("unbook", "test.echo", parent="each", undoes="book"),
)


def waiting_items(*seconds: float, after: Sequence[PlanStep] = (), **facts: Any) -> Plan:
    """Items, each a run of its own, that wait for so long, two at a time."""
    wait = step(
        "wait",
        "delay",
        parent="each",
        config={"seconds": 0},
        expressions={"/seconds": "{{ item }}"},
        inside=("item",),
    )
    facts = {"concurrency": 2, "result": "{{ index }}", **facts}
    return looped(for_each([*seconds], own_runs=True, **facts), wait, *after)


SLOW_FIRST = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 1}),
    step("next", "set", "slow", config={"values": {}}),
)

SUB_RUN_UNWAITED = plan(
    step("start", "start"),
    step("call", "workflow.run", "start", config={"workflow": "Called", "wait": False}),
    step("after", "test.echo", "call", reads={"call": ["output"]}),
)


def saga(last: str) -> Plan:
    """A flight and a hotel, of which the hotel can't be cancelled."""
    return plan(
        step("start", "start"),
        step("flight", "test.emit", "start", config={"value": "F1"}, undo="cancel_flight"),
        step("hotel", "test.emit", "flight", config={"value": "H1"}, undo="cancel_hotel"),
        step("car", last, "hotel", config={"seconds": 30}),
        step("cancel_flight", "test.echo", reads={"flight": ["output"]}, undoes="flight"),
        step("cancel_hotel", "test.broken", reads={"hotel": ["output"]}, undoes="hotel"),
    )


WAIT_EVENT = plan(
    step("start", "start"),
    step("paid", "wait_event", "start", config={"key": "k"}, ports=("out", "timeout")),
    step("ship", "test.echo", "paid", reads={"paid": ["output"]}),
    step("late", "test.echo", "paid.timeout"),
)

APPROVAL = plan(
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

LONG = [f"s{n}" for n in range(10)]


def long_saga(count: int, last: str = "test.broken") -> Plan:
    """Books so many rooms, then a car that nobody can cancel; the last step decides how it ends."""
    return plan(
        step("start", "start"),
        for_each(list(range(count))),
        step("book", "set", parent="each", config={"values": {}}, inside=("item",), undo="free"),
        step("free", "test.echo", parent="each", inside=("item",), undoes="book"),
        step("car", "set", "each", config={"values": {}}, undo="cancel_car"),
        step("cancel_car", "test.broken", undoes="car"),
        step("last", last, "car", config={"seconds": 60} if "slow" in last else {}),
    )


def _many_vars(name: str, after: str) -> PlanStep:
    """Sixty of 3,400 characters each."""
    each = f"(_, at) => ['{name}' + at, '{name}'.repeat(3400)]"
    values = f"{{{{ Object.fromEntries(Array.from({{length: 60}}, {each})) }}}}"
    return step(name, "vars.set", after, config={"values": ""}, expressions={"/values": values})


LARGE_SNAPSHOT = plan(
    step("start", "start"),
    *(_many_vars(after, before) for before, after in pairwise(["start", *"abcdefgh"])),
    *(
        step(after, "test.emit", before, config={"value": 1})
        for before, after in pairwise(["h", *LONG[:2]])
    ),
    step("read", "test.echo", LONG[1], vars=("c7",)),
)
"""Hundreds of variables, none of them large."""
