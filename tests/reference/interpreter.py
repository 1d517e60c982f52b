"""What a graph means, in the plainest words: the engine has to come to the same.

No plan, no schedule, no tasks: over and over it takes the first node whose incoming edges say
whether it runs, and runs it. Of the engine it shares the language only: graph and expressions.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.config import find_expressions, render
from noria.errors import NoriaError
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.model import Edge, Graph, Node
from tests.reference.answers import answer_for, event_for
from tests.reference.state import SKIPPED, Broken, Ended, Frame, Left

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FALSE: tuple[JsonValue, ...] = (False, 0, "", None)
ERROR: JsonValue = {"error": "*"}
"""An error as data; what it says is not compared."""
WAITED: JsonValue = {"waited_s": "*"}
"""How long a step waited is not compared either."""
SOMEBODY: dict[str, JsonValue] = {"by": "*", "comment": ""}
"""Nor who answered."""
WAITING = {"delay", "wait_event", "approval", "workflow.run"}
PURE = {"set", "branch", "switch", "merge", "fail", "break", "continue"}
LATER = {"for_each": {"result"}, "while": {"condition", "next"}, "until": {"condition", "next"}}
"""Config fields of loops that each iteration evaluates."""
Config = dict[str, Any]


@dataclass
class Reference:
    """One run; `run` once."""

    graph: Graph
    catalog: Catalog
    trigger: JsonValue = None
    below: Mapping[str, Graph] = field(default_factory=dict[str, Graph])
    """Workflows that steps run, by name."""
    frames: list[Frame] = field(default_factory=lambda: [Frame()])
    """The top level, and each iteration of each loop."""
    events: list[tuple[str, JsonValue]] = field(default_factory=list[tuple[str, JsonValue]])
    """What is waited for and comes: key and payload; also below."""
    output: JsonValue = None
    vars: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])

    def run(self) -> "Reference":
        """Until no node can be decided any more."""
        top = self.frames[0]
        self._follow(top)
        ends = [top.steps[node.id] for node in self._nodes(top) if node.type == "end"]
        given = [ended.output for ended in ends if ended.status == "succeeded"]
        self.output = given[-1] if given else None
        for frame in self.frames:
            self._undo(frame)
        return self

    def _nodes(self, frame: Frame) -> Iterator[Node]:
        return (node for node in self.body(frame.parent) if node.id not in self._undoing)

    def body(self, container: str | None) -> list[Node]:
        return [node for node in self.graph.nodes if node.parent == container]

    @cached_property
    def _undoing(self) -> dict[str, Node]:
        """Nodes that only undo what others did, by id."""
        ids = {node.undo for node in self.graph.nodes}
        return {node.id: node for node in self.graph.nodes if node.id in ids}

    def _undo(self, frame: Frame) -> None:
        for node in self._nodes(frame):
            if node.undo and frame.steps[node.id].status == "succeeded":
                frame.undone[node.undo] = self._run(frame, self._undoing[node.undo])

    def _follow(self, frame: Frame) -> None:
        while not frame.left and any(
            self._decide(frame, node) for node in self._nodes(frame) if node.id not in frame.steps
        ):
            pass
        for node in self._nodes(frame):
            frame.steps.setdefault(node.id, Ended("never"))

    def _decide(self, frame: Frame, node: Node) -> bool:
        taken = [_is_taken(frame, edge) for edge in self.graph.edges if edge.target == node.id]
        runs = not taken or (True in taken and (node.join == "any" or None not in taken))
        if not runs and None in taken:
            return False
        frame.before[node.id] = self._behind(frame, node)
        frame.steps[node.id] = self._run(frame, node) if runs else SKIPPED
        return True

    def _behind(self, frame: Frame, node: Node) -> frozenset[str]:
        """With `join: any`, what is behind each of its edges, as nobody knows which is taken first."""
        sources = [edge.source for edge in self.graph.edges if edge.target == node.id]
        nothing: frozenset[str] = frozenset()
        behind = [frame.before.get(each, nothing) | {str(each)} for each in sources] or [nothing]
        if node.join == "any":
            return behind[0].intersection(*behind[1:])
        return behind[0].union(*behind[1:])

    def _run(self, frame: Frame, node: Node) -> Ended:
        try:
            config = self._rendered(frame, node, set(node.config) - LATER.get(node.type, set()))
            port, output = ACTIONS[node.type](self, Call(frame, node, config))
        except (NoriaError, Broken):
            return _failed(node)
        except Left:
            frame.left = node.type
            return Ended("succeeded")
        return Ended("succeeded", port, output)

    def iterate(self, frame: Frame) -> bool:
        """Run an iteration; whether it ended by itself. Raise `Broken` when it failed."""
        self.frames.append(frame)
        self._follow(frame)
        if frame.fatal:
            raise Broken
        return not frame.left

    def result(self, frame: Frame, node: Node, name: str) -> JsonValue:
        """What an iteration gives: as the config says, else the last output of its body."""
        if node.config.get(name) is not None:
            return self.inner(frame, node, name)
        ended = [frame.steps[node.id] for node in self._nodes(frame)]
        given = [each.output for each in ended if each.status == "succeeded"]
        return given[-1] if given else None

    def inner(self, frame: Frame, node: Node, name: str) -> JsonValue:
        """A field of a loop's config, as one iteration sees it."""
        return self._rendered(frame, node, {name})[name]

    def _rendered(self, frame: Frame, node: Node, fields: set[str]) -> Config:
        config = {name: value for name, value in node.config.items() if name in fields}
        expressions = [
            each
            for each in find_expressions(self.catalog.get(node.type, 1), config)
            if each.pointer.split("/")[1] in fields
        ]
        items = [ExpressionItem.of(each) for each in expressions]
        scope: dict[str, JsonValue] = {
            "steps": {node_id: ended.facts() for node_id, ended in frame.visible().items()},
            "trigger": self.trigger,
            "vars": self.vars,
            **frame.names,
        }
        values = evaluate(items, scope, budget=Budget.WORKFLOW, now=NOON, seed="").values
        return render(config, expressions, values)


@dataclass(frozen=True)
class Call:
    """A node that runs."""

    frame: Frame
    node: Node
    config: Config


def _is_taken(frame: Frame, edge: Edge) -> bool | None:
    source = frame.steps.get(edge.source)
    return None if source is None or source.is_fatal else source.port == edge.port


def _failed(node: Node) -> Ended:
    policy = node.policy
    if policy.on_error == "fail":
        return Ended("failed", is_fatal=True)
    if policy.on_error == "port":
        return Ended("failed", "error")
    cases = cast("list[dict[str, str]]", node.config.get("cases", [{"port": "out"}]))
    return Ended("failed", cases[0]["port"], policy.on_error_output)


Answer = tuple[str | None, JsonValue]
Action = Callable[[Reference, Call], Answer]


def _set_vars(run: Reference, call: Call) -> Answer:
    run.vars |= call.config["values"]
    return "out", call.config["values"]


def _branch(_run: Reference, call: Call) -> Answer:
    cases = call.config["cases"]
    port = next((each["port"] for each in cases if each["when"] not in FALSE), None)
    port = port or call.config["default"]
    return port, {"port": port}


def _switch(_run: Reference, call: Call) -> Answer:
    value = call.config["value"]
    cases = call.config["cases"]
    port = next((each["port"] for each in cases if _same(each["equals"], value)), None)
    port = port or call.config["default"]
    return port, {"port": port, "value": value}


def _same(one: JsonValue, other: JsonValue) -> bool:
    """`True == 1` is Python's idea alone."""
    return json.dumps(one) == json.dumps(other)


def _merge(run: Reference, call: Call) -> Answer:
    edges = [edge for edge in run.graph.edges if edge.target == call.node.id]
    taken = [edge.source for edge in edges if _is_taken(call.frame, edge)]
    facts = {str(node_id): call.frame.steps[node_id].facts() for node_id in taken}
    outputs = {node_id: each["output"] for node_id, each in facts.items() if "output" in each}
    mode = call.config["mode"]
    if mode == "object":
        return "out", outputs
    if mode == "first" and not outputs:
        raise Broken
    values = list(outputs.values())
    return "out", values if mode == "list" else values[0]


def _work(_run: Reference, call: Call) -> Answer:
    if call.config.get("broken"):
        raise Broken
    return "out", {"n": call.config["value"]}


def _delay(_run: Reference, _call: Call) -> Answer:
    return "out", WAITED


def _wait_event(run: Reference, call: Call) -> Answer:
    key = str(call.config["key"])
    if event := event_for(key):
        run.events.append((key, event))
    return ("out", event) if event else ("timeout", None)


def _approval(_run: Reference, call: Call) -> Answer:
    answer = answer_for(call.config["title"]) or {"decision": "timeout", "data": None}
    return str(answer["decision"]), {**answer, **SOMEBODY}


def _sub_run(run: Reference, call: Call) -> Answer:
    graph = run.below[call.config["workflow"]]
    sub_run = Reference(graph, run.catalog, call.config["input"]).run()
    run.events += sub_run.events
    if sub_run.frames[0].fatal:
        raise Broken
    return "out", sub_run.output


def _fail(_run: Reference, _call: Call) -> Answer:
    raise Broken


def _leave(_run: Reference, _call: Call) -> Answer:
    raise Left


def _for_each(run: Reference, call: Call) -> Answer:
    items = cast("list[JsonValue] | dict[str, JsonValue]", call.config["items"])
    keys = list(items) if isinstance(items, dict) else [""] * len(items)
    values = list(items.values()) if isinstance(items, dict) else items
    given: list[tuple[str, JsonValue]] = []
    is_shown = not _goes_in_batches(run, call, len(values))
    for index, (key, item) in enumerate(zip(keys, values, strict=True)):
        frame = call.frame.inside(call.node.id, index, {"item": item, "key": key or None})
        frame.is_shown = is_shown
        try:
            if run.iterate(frame):
                given.append((key, run.result(frame, call.node, "result")))
        except (NoriaError, Broken):
            if call.node.config["on_item_error"] == "stop":
                raise
            if call.node.config["on_item_error"] == "collect":
                given.append((key, ERROR))
        if frame.left == "break":
            break
    return "out", dict(given) if isinstance(items, dict) else [value for _, value in given]


def _goes_in_batches(run: Reference, call: Call, count: int) -> bool:
    body = run.body(call.node.id)
    if call.node.config.get("own_runs"):
        return False
    if any(node.undo or node.type in LATER or node.type in WAITING for node in body):
        return False
    return "batch_size" in call.config or (count > 50 and all(each.type in PURE for each in body))


def _repeat(run: Reference, call: Call) -> Answer:
    is_until = call.node.type == "until"
    prev: JsonValue = call.config.get("initial")
    for index in range(call.config["max_iterations"] + 1):
        frame = call.frame.inside(call.node.id, index, {"prev": prev})
        if not is_until and run.inner(frame, call.node, "condition") in FALSE:
            return "out", prev
        if index == call.config["max_iterations"]:
            break
        if run.iterate(frame):
            prev = run.result(frame, call.node, "next")
        if frame.left == "break":
            return "out", prev
        after = call.frame.inside(call.node.id, index, {"prev": prev})
        if is_until and run.inner(after, call.node, "condition") not in FALSE:
            return "out", prev
    raise Broken


ACTIONS: dict[str, Action] = {
    "start": lambda run, _: ("out", run.trigger),
    "set": lambda _, call: ("out", call.config["values"]),
    "vars.set": _set_vars,
    "branch": _branch,
    "switch": _switch,
    "merge": _merge,
    "end": lambda _, call: (None, call.config["output"]),
    "fail": _fail,
    "break": _leave,
    "continue": _leave,
    "for_each": _for_each,
    "while": _repeat,
    "until": _repeat,
    "test.work": _work,
    "delay": _delay,
    "wait_event": _wait_event,
    "approval": _approval,
    "workflow.run": _sub_run,
}
