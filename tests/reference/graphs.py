"""Random graphs, of which every part is used, and whose outcome does not depend on who is faster.

Three rules make it so. A node reads only steps that have certainly been decided when it runs:
behind `join: any` those are only the ones that lie behind each of its edges; and a `merge` waits
for all of them. Variables are set
outside of loops only, each by one node. And a body holds either nodes that fail it or nodes that
leave it, of one kind, since otherwise the first of them would win.
"""

from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from noria.model import Graph
from tests.reference.answers import asking, awaiting
from tests.reference.dice import Dice

MAX_NODES = 10
MAX_BODY = 4
MAX_DEPTH = 2
PATIENCE = {"max_attempts": 50, "initial_interval_s": 0.05, "max_interval_s": 0.2}
"""A killed worker costs an attempt, which must not be what fails a step."""
FEWEST_OF_MANY = 51
"""Above it, bodies of pure nodes go in batches."""
ANSWERED_WITHIN_S = 600
TIMEOUT_S = 2.0
"""Of an attempt: how long the step of a killed worker stands still."""
WAIT_TYPES = {"delay": 2, "wait_event": 3, "approval": 2}
LEAF_TYPES = {"set": 4, "test.work": 10, "branch": 5, "switch": 2, "merge": 3, **WAIT_TYPES}
PURE_TYPES = {"set": 4, "branch": 3, "switch": 2, "merge": 2}
LOOP_TYPES = {"for_each": 3, "while": 1, "until": 1}
TOP_TYPES = {"vars.set": 2, "end": 2, "fail": 1}
ON_ERROR = {"port": 4, "continue": 3, "fail": 2}
STATUSES = "{succeeded: 1, skipped: 2, failed: 3}"
MODES = ("object", "list", "first")
NO_PORTS = {"end", "fail", "break", "continue"}
OTHER_PORTS = {"wait_event": ("out", "timeout"), "approval": ("approved", "rejected", "timeout")}
CALLS = {"workflow.run": 3}


@dataclass(frozen=True)
class Placed:
    """A node that later ones may come after."""

    id: str
    ports: tuple[str, ...]
    certain: frozenset[str]
    """Decided whenever this node is: itself, and what it surely comes after."""


@dataclass
class Level:
    """The top level, or a body."""

    types: dict[str, int]
    parent: str | None = None
    before: frozenset[str] = frozenset()
    """Steps around the loop that are decided when it begins."""
    terms: tuple[str, ...] = ()
    """What else an expression may read."""
    may_fail: bool = True
    depth: int = 0
    placed: list[Placed] = field(default_factory=list[Placed])


@dataclass
class Maker:
    """Makes one graph, all by the numbers of `dice`."""

    dice: Dice
    below: str | None = None
    """The name of a workflow that it may run as a step."""
    nodes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    edges: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    variables: set[str] = field(default_factory=set[str])

    def graph(self) -> Graph:
        top = Level({**LEAF_TYPES, **LOOP_TYPES, **TOP_TYPES, **self._calls})
        self.nodes.append({"id": "start", "type": "start"})
        top.placed.append(Placed("start", ("out",), frozenset({"start"})))
        for _ in range(self.dice.between(1, MAX_NODES)):
            self._add(top)
        if self.dice.chance(30):
            self._fail_late(top)
        return Graph.model_validate({"nodes": self.nodes, "edges": self.edges})

    def _fail_late(self, top: Level) -> None:
        """Behind steps that have something to undo."""
        undone = {node["id"] for node in self.nodes if "undo" in node}
        inside = {node.get("parent") for node in self.nodes if "undo" in node}
        done = [place for place in top.placed if place.id in undone | inside]
        node_id = f"n{len(self.nodes)}"
        self.nodes.append({"id": node_id, "type": "fail", "config": {"message": "So late."}})
        for place in self.dice.sample(done[::-1], 3) or top.placed[:1]:
            self.edges.append({"from": place.id, "port": "out", "to": node_id})

    @property
    def _calls(self) -> dict[str, int]:
        return CALLS if self.below else {}

    def _add(self, level: Level) -> None:
        node_id = f"n{len(self.nodes)}"
        kind = self.dice.weighted(level.types)
        sources, join, certain = self._come_after(level, kind)
        ports = () if kind in NO_PORTS else OTHER_PORTS.get(kind, ("out",))
        node: dict[str, Any] = {"id": node_id, "type": kind, "join": join}
        if level.parent:
            node["parent"] = level.parent
        self.nodes.append(node)
        if kind in LOOP_TYPES:
            node["config"] = self._loop(node_id, kind, level, certain)
        else:
            node["config"] = self._config(node_id, kind, level, certain)
        if kind in {"branch", "switch"}:
            ports = (*(case["port"] for case in node["config"]["cases"]), node["config"]["default"])
        node["policy"] = self._policy(kind, level)
        if node["policy"]["on_error"] == "port":
            ports = (*ports, "error")
        self.edges += [{"from": source.id, "port": port, "to": node_id} for source, port in sources]
        level.placed.append(Placed(node_id, ports, certain | {node_id}))
        if kind == "test.work" and self.dice.chance(60):
            node["undo"] = self._undo(level, certain | {node_id})

    def _undo(self, level: Level, certain: frozenset[str]) -> str:
        """A compensation, which reads what was known when the step ended."""
        node_id = f"n{len(self.nodes)}"
        config = self._config(node_id, "test.work", level, certain)
        policy = {"timeout_s": TIMEOUT_S, "retry": {**PATIENCE}}
        node: dict[str, Any] = {"id": node_id, "type": "test.work", "policy": policy}
        if level.parent:
            node["parent"] = level.parent
        self.nodes.append({**node, "config": config})
        return node_id

    def _come_after(
        self, level: Level, kind: str
    ) -> tuple[list[tuple[Placed, str]], str, frozenset[str]]:
        exits = [(node, port) for node in level.placed for port in node.ports]
        fewest = 1 if level.parent is None else 0
        count = max(fewest, self.dice.choice((1, 1, 2, 2, 3, 0)))
        sources = self.dice.sample(exits, count)
        if not sources:
            return [], "all", level.before
        may_be_any = len(sources) > 1 and kind != "merge"
        join = "any" if may_be_any and self.dice.chance(30) else "all"
        behind = [source.certain for source, _ in sources]
        if join == "any":
            return sources, join, behind[0].intersection(*behind[1:]) | level.before
        return sources, join, behind[0].union(*behind[1:]) | level.before

    def _config(
        self, node_id: str, kind: str, level: Level, certain: frozenset[str]
    ) -> dict[str, Any]:
        value = f"{{{{ {self._number(level, certain)} }}}}"
        match kind:
            case "set":
                return {"values": {"n": value}}
            case "vars.set":
                self.variables.add(node_id)
                return {"values": {f"v_{node_id}": value}}
            case "branch":
                return self._branch(level, certain)
            case "switch":
                return self._switch(value)
            case "merge":
                return {"mode": self.dice.choice(MODES)}
            case "end":
                return {"output": value}
            case "test.work":
                return self._work(value)
            case _:
                return self._outside(node_id, kind, value)

    def _outside(self, node_id: str, kind: str, value: str) -> dict[str, Any]:
        """Of nodes that ask something of others, and of those whose config reads nothing."""
        match kind:
            case "wait_event":
                return self._asked("key", awaiting(node_id, value), node_id)
            case "approval":
                return self._asked("title", asking(value), node_id)
            case "workflow.run":
                given = {"n": value, "nonce": "{{ trigger.nonce }}"}
                return {"workflow": self.below, "input": given}
            case "delay":
                return {"seconds": self.dice.choice((0, 0.02, 0.1))}
            case _:
                return {"message": "It was meant to."} if kind == "fail" else {}

    def _asked(self, name: str, text: str, node_id: str) -> dict[str, Any]:
        """Either somebody answers and there is all the time for it, or nobody ever does."""
        if self.dice.chance(70):
            return {name: text, "timeout_s": ANSWERED_WITHIN_S}
        return {name: f"never {node_id}", "timeout_s": self.dice.choice((0.02, 0.1))}

    def _branch(self, level: Level, certain: frozenset[str]) -> dict[str, Any]:
        ports = ("yes", "maybe", "no")[: self.dice.choice((2, 2, 3))]
        cases = [
            {
                "port": port,
                "when": f"({self._number(level, certain)}) % 3 === {self.dice.below(3)}",
            }
            for port in ports[:-1]
        ]
        return {"cases": cases, "default": ports[-1]}

    def _switch(self, value: str) -> dict[str, Any]:
        """On the last digit; some cases look like it and are none."""
        ports = ("one", "two", "three")[: self.dice.between(1, 3)]
        cases = [
            {"port": port, "equals": self.dice.choice((1, 2, 3, 0, "1", True, None))}
            for port in ports
        ]
        return {"value": value.replace(" % 9973", " % 4"), "cases": cases, "default": "other"}

    def _work(self, value: str) -> dict[str, Any]:
        return {
            "value": value,
            "ms": self.dice.choice((0, 0, 5, 20, 60)),
            "failures": self.dice.choice((0, 0, 0, 1, 2)),
            "broken": self.dice.chance(15),
        }

    def _loop(
        self, node_id: str, kind: str, level: Level, certain: frozenset[str]
    ) -> dict[str, Any]:
        leaves = self.dice.choice(("", "", "break", "continue"))
        many = kind == "for_each" and self.dice.chance(20)
        types = {
            **(PURE_TYPES if many else {**LEAF_TYPES, **self._calls}),
            **({leaves: 4} if leaves else {"fail": 1}),
        }
        if level.depth + 1 < MAX_DEPTH and not many:
            types |= LOOP_TYPES
        own = ("item", "index") if kind == "for_each" else ("loop.index", PREVIOUS)
        outer = ("loop.outer.index",) if level.parent else ()
        terms = (*own, *outer)
        body = Level(types, node_id, certain, terms, not leaves, level.depth + 1)
        for _ in range(self.dice.between(1, MAX_BODY)):
            self._add(body)
        inside = certain | {node.id for node in body.placed}
        given = f"{{{{ {self._number(body, inside)} }}}}" if many or self.dice.chance(70) else None
        count = f"({self._number(level, certain)}) % 4"
        if many:
            count = f"{FEWEST_OF_MANY} + {count}"
        if kind == "for_each":
            return self._for_each(count, leaves, given, many=many)
        below = f"loop.index < {self.dice.between(0, 3)} && {PREVIOUS} % 5 !== 2"
        return {
            "condition": below if kind == "while" else f"!({below})",
            "initial": f"{{{{ {count} }}}}",
            "max_iterations": self.dice.choice((10, 10, 2)),
            **({"next": given} if given else {}),
        }

    def _for_each(
        self, count: str, leaves: str, given: str | None, *, many: bool
    ) -> dict[str, Any]:
        items = f"Array.from({{length: {count}}}, (_, i) => i * 3 + 1)"
        if self.dice.chance(25):
            items = f"Object.fromEntries({items}.map(n => ['k' + n, n]))"
        return {
            "items": f"{{{{ {items} }}}}",
            "concurrency": 1 if leaves == "break" else self.dice.choice((1, 2, 10)),
            "on_item_error": self.dice.choice(("stop", "collect", "skip")),
            **({"result": given} if given else {}),
            **self._how(many=many),
        }

    def _how(self, *, many: bool) -> dict[str, Any]:
        """In batches, as runs of their own, or neither."""
        if self.dice.chance(25):
            return {"batch_size": self.dice.between(1, 30)}
        return {"own_runs": True} if not many and self.dice.chance(30) else {}

    def _policy(self, kind: str, level: Level) -> dict[str, JsonValue]:
        if kind in NO_PORTS:
            return {"on_error": "fail"}
        weights = ON_ERROR if level.may_fail else {"port": 4, "continue": 3}
        policy: dict[str, JsonValue] = {"on_error": self.dice.weighted(weights)}
        if kind == "test.work":
            policy |= {"timeout_s": TIMEOUT_S, "retry": {**PATIENCE}}
        if policy["on_error"] == "continue":
            policy["on_error_output"] = {"n": self.dice.between(-9, -1)}
        return policy

    def _number(self, level: Level, certain: frozenset[str]) -> str:
        """An expression: a sum over some of what may be read; rarely one that may fail."""
        terms = [str(self.dice.between(0, 99))]
        terms += self.dice.sample(level.terms, self.dice.below(3) if level.terms else 0)
        for node_id in self.dice.sample(sorted(certain), self.dice.between(0, 3)):
            terms.append(f"{self.dice.between(1, 9)} * {self._term(node_id)}")
        return f"({' + '.join(terms)}) % 9973"

    def _term(self, node_id: str) -> str:
        if node_id in self.variables:
            return f"(vars.v_{node_id} ?? 3)"
        return self.dice.weighted(
            {
                f"(steps.{node_id}.output?.n ?? 17)": 10,
                f"(steps.{node_id}.output?.length ?? 11)": 3,
                f"(steps.{node_id}.output?.data?.n ?? 13)": 3,
                f"({STATUSES}[steps.{node_id}.status] ?? 9)": 4,
                f"(steps.{node_id}.error ? 5 : 7)": 2,
                f"steps.{node_id}.output.n": 1,
            }
        )


PREVIOUS = "(Number.isFinite(loop.prev) ? loop.prev : 4)"


def random_graph(dice: Dice, below: str | None = None) -> Graph:
    """With a start, and up to ten nodes behind it; loops have nodes of their own, some steps undos.

    With `below` some steps run the workflow of that name.
    """
    return Maker(dice, below).graph()
