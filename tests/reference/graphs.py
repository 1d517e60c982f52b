"""Random graphs, of which every part is used, and whose outcome does not depend on who is faster.

The one rule that makes it so: a node reads only steps that have certainly been decided when it
runs. Behind `join: any` those are only the ones that lie behind each of its edges.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from noria.model import Graph
from tests.reference.dice import Dice

MAX_NODES = 12
PATIENCE = {"max_attempts": 50, "initial_interval_s": 0.05, "max_interval_s": 0.2}
"""A killed worker costs an attempt, which must not be what fails a step."""
TIMEOUT_S = 2.0
"""Of an attempt: how long the step of a killed worker stands still."""
TYPES = {"set": 4, "test.work": 10, "branch": 5, "vars.set": 2, "end": 2, "fail": 1}
ON_ERROR = {"port": 4, "continue": 3, "fail": 2}
STATUSES = "{succeeded: 1, skipped: 2, failed: 3}"


@dataclass(frozen=True)
class Placed:
    """A node that later ones may come after."""

    id: str
    ports: tuple[str, ...]
    certain: frozenset[str]
    """Decided whenever this node is: itself, and what it surely comes after."""
    variable: str | None = None


@dataclass
class Maker:
    """Makes one graph, all by the numbers of `dice`."""

    dice: Dice
    placed: list[Placed] = field(default_factory=list[Placed])
    nodes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    edges: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    def graph(self) -> Graph:
        self.nodes.append({"id": "start", "type": "start"})
        self.placed.append(Placed("start", ("out",), frozenset({"start"})))
        for number in range(self.dice.between(1, MAX_NODES)):
            self._add(f"n{number}")
        return Graph.model_validate({"nodes": self.nodes, "edges": self.edges})

    def _add(self, node_id: str) -> None:
        sources, join, certain = self._come_after(node_id)
        kind = self.dice.weighted(TYPES)
        config, ports = self._config(node_id, kind, sorted(certain))
        policy, ports = self._policy(kind, ports)
        self.nodes.append(
            {"id": node_id, "type": kind, "config": config, "policy": policy, "join": join}
        )
        self.edges += [{"from": source.id, "port": port, "to": node_id} for source, port in sources]
        variable = f"v_{node_id}" if kind == "vars.set" else None
        self.placed.append(Placed(node_id, ports, certain | {node_id}, variable))

    def _come_after(self, node_id: str) -> tuple[list[tuple[Placed, str]], str, frozenset[str]]:
        exits = [(node, port) for node in self.placed for port in node.ports]
        sources = self.dice.sample(exits, self.dice.choice((1, 1, 2, 2, 3)))
        join = "any" if len(sources) > 1 and self.dice.chance(30) else "all"
        behind = [source.certain for source, _ in sources]
        if join == "any":
            return sources, join, behind[0].intersection(*behind[1:])
        return sources, join, behind[0].union(*behind[1:])

    def _config(
        self, node_id: str, kind: str, certain: list[str]
    ) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
        value = f"{{{{ {self._number(certain)} }}}}"
        match kind:
            case "set":
                return {"values": {"n": value}}, ("out",)
            case "vars.set":
                return {"values": {f"v_{node_id}": value}}, ("out",)
            case "branch":
                return self._branch(certain)
            case "end":
                return {"output": value}, ()
            case "fail":
                return {"message": "It was meant to."}, ()
            case _:
                return self._work(value), ("out",)

    def _branch(self, certain: list[str]) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
        ports = ("yes", "maybe", "no")[: self.dice.choice((2, 2, 3))]
        cases: list[JsonValue] = [
            {"port": port, "when": f"({self._number(certain)}) % 3 === {self.dice.between(0, 2)}"}
            for port in ports[:-1]
        ]
        return {"cases": cases, "default": ports[-1]}, ports

    def _work(self, value: str) -> dict[str, JsonValue]:
        return {
            "value": value,
            "ms": self.dice.choice((0, 0, 5, 20, 60)),
            "failures": self.dice.choice((0, 0, 0, 1, 2)),
            "broken": self.dice.chance(15),
        }

    def _policy(
        self, kind: str, ports: tuple[str, ...]
    ) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
        policy: dict[str, JsonValue] = {"timeout_s": TIMEOUT_S, "retry": {**PATIENCE}}
        policy["on_error"] = on_error = self.dice.weighted(ON_ERROR) if ports else "fail"
        if on_error == "port":
            return policy, (*ports, "error")
        if on_error == "continue":
            policy["on_error_output"] = {"n": self.dice.between(-9, -1)}
        return policy, ports

    def _number(self, certain: list[str]) -> str:
        """An expression: a sum over some of what may be read; rarely one that may fail."""
        terms = [str(self.dice.between(0, 99))]
        for node_id in self.dice.sample(certain, self.dice.between(0, 3)):
            terms.append(f"{self.dice.between(1, 9)} * {self._term(node_id)}")
        return f"({' + '.join(terms)}) % 9973"

    def _term(self, node_id: str) -> str:
        variable = next(node.variable for node in self.placed if node.id == node_id)
        if variable is not None:
            return f"(vars.{variable} ?? 3)"
        return self.dice.weighted(
            {
                f"(steps.{node_id}.output?.n ?? 17)": 10,
                f"({STATUSES}[steps.{node_id}.status] ?? 9)": 4,
                f"(steps.{node_id}.error ? 5 : 7)": 2,
                f"steps.{node_id}.output.n": 1,
            }
        )


def random_graph(dice: Dice) -> Graph:
    """With a start, and up to a dozen nodes behind it."""
    return Maker(dice).graph()
