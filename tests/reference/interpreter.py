"""What a graph means, in the plainest words: the engine has to come to the same.

No plan, no schedule, no tasks: over and over it takes the first node whose incoming edges say
whether it runs, and runs it. Of the engine it shares the language only: graph and expressions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.config import find_expressions, render
from noria.errors import NoriaError
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.model import Edge, Graph, Node

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FALSE: tuple[JsonValue, ...] = (False, 0, "", None)
Config = Mapping[str, Any]


@dataclass(frozen=True)
class Ended:
    """How a step ended."""

    status: str
    port: str | None = None
    """None: nothing goes on from here."""
    output: JsonValue = None
    is_fatal: bool = False
    """The run fails because of it; what comes after it is never decided."""

    def facts(self) -> dict[str, JsonValue]:
        """What `steps.<id>` is."""
        facts: dict[str, JsonValue] = {"status": self.status, "attempt": 1}
        if self.status == "succeeded" or (self.status == "failed" and self.port != "error"):
            facts["output"] = self.output
        if self.status == "failed":
            facts["error"] = {"type": "?", "message": "?"}
        return facts


SKIPPED = Ended("skipped")


class Broken(Exception):
    """A node says that it failed."""


@dataclass
class Reference:
    """One run; `run` once."""

    graph: Graph
    catalog: Catalog
    trigger: JsonValue = None
    steps: dict[str, Ended] = field(default_factory=dict[str, Ended])
    output: JsonValue = None
    vars: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])

    @property
    def fatal(self) -> set[str]:
        """Steps of which each may be the one that fails the run."""
        return {node_id for node_id, ended in self.steps.items() if ended.is_fatal}

    def run(self) -> "Reference":
        """Until no node can be decided any more."""
        while any(self._decide(node) for node in self.graph.nodes if node.id not in self.steps):
            pass
        ends = [node.id for node in self.graph.nodes if node.type == "end"]
        given = [self.steps[end].output for end in ends if self._has_ended_well(end)]
        self.output = given[-1] if given else None
        return self

    def _has_ended_well(self, node_id: str) -> bool:
        return node_id in self.steps and self.steps[node_id].status == "succeeded"

    def _decide(self, node: Node) -> bool:
        taken = [self._is_taken(edge) for edge in self.graph.edges if edge.target == node.id]
        runs = not taken or (True in taken and (node.join == "any" or None not in taken))
        if not runs and None in taken:
            return False
        self.steps[node.id] = self._run(node) if runs else SKIPPED
        return True

    def _is_taken(self, edge: Edge) -> bool | None:
        source = self.steps.get(edge.source)
        return None if source is None or source.is_fatal else source.port == edge.port

    def _run(self, node: Node) -> Ended:
        try:
            port, output = ACTIONS[node.type](self, self._rendered(node))
        except (NoriaError, Broken):
            return self._failed(node)
        return Ended("succeeded", port, output)

    def _failed(self, node: Node) -> Ended:
        policy = node.policy
        if policy.on_error == "fail":
            return Ended("failed", is_fatal=True)
        if policy.on_error == "port":
            return Ended("failed", "error")
        cases = cast("list[dict[str, str]]", node.config.get("cases", [{"port": "out"}]))
        return Ended("failed", cases[0]["port"], policy.on_error_output)

    def _rendered(self, node: Node) -> Config:
        node_type = self.catalog.get(node.type, 1)
        expressions = find_expressions(node_type, node.config)
        items = [ExpressionItem(each.pointer, each.source, each.bare) for each in expressions]
        scope: dict[str, JsonValue] = {
            "steps": {node_id: ended.facts() for node_id, ended in self.steps.items()},
            "trigger": self.trigger,
            "vars": self.vars,
        }
        values = evaluate(items, scope, budget=Budget.WORKFLOW, now=NOON, seed="").values
        return render(node.config, expressions, values)


Action = Callable[[Reference, Config], tuple[str | None, JsonValue]]


def _set_vars(run: Reference, config: Config) -> tuple[str, JsonValue]:
    run.vars |= config["values"]
    return "out", config["values"]


def _branch(_run: Reference, config: Config) -> tuple[str, JsonValue]:
    port = next((each["port"] for each in config["cases"] if each["when"] not in FALSE), None)
    port = port or config["default"]
    return port, {"port": port}


def _work(_run: Reference, config: Config) -> tuple[str, JsonValue]:
    if config.get("broken"):
        raise Broken
    return "out", {"n": config["value"]}


def _fail(_run: Reference, _config: Config) -> tuple[str, JsonValue]:
    raise Broken


ACTIONS: dict[str, Action] = {
    "start": lambda run, _: ("out", run.trigger),
    "set": lambda _, config: ("out", config["values"]),
    "vars.set": _set_vars,
    "branch": _branch,
    "end": lambda _, config: (None, config["output"]),
    "fail": _fail,
    "test.work": _work,
}
