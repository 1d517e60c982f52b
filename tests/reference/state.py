"""What the interpreter knows of a run: how steps ended, in which frame."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

Names = Mapping[str, JsonValue]
Place = tuple[str, str]
"""Node id and iteration."""


@dataclass(frozen=True)
class Ended:
    """How a step ended."""

    status: str
    port: str | None = None
    """None: nothing goes on from here."""
    output: JsonValue = None
    is_fatal: bool = False
    """Its frame ends because of it; what comes after it is never decided."""

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


class Left(Exception):
    """A node ends the iteration that it is in."""


@dataclass
class Frame:
    """The top level, or one iteration of a loop's body."""

    parent: str | None = None
    outer: "Frame | None" = None
    path: str = ""
    names: Names = field(default_factory=dict[str, JsonValue])
    """`item`, `index`, `key` and `loop`."""
    steps: dict[str, Ended] = field(default_factory=dict[str, Ended])
    before: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By step: those that have surely ended when it begins."""
    undone: dict[str, Ended] = field(default_factory=dict[str, Ended])
    """What the compensations come to, where what they undo is undone."""
    left: str = ""
    """The type of the node that ended it early: `break`, `continue`."""
    is_shown: bool = True
    """False in a batch: its steps have no rows."""

    @property
    def fatal(self) -> set[str]:
        """Steps of which each may be the one that fails the frame."""
        return {node_id for node_id, ended in self.steps.items() if ended.is_fatal}

    def visible(self) -> dict[str, Ended]:
        return self.steps if self.outer is None else {**self.outer.visible(), **self.steps}

    @property
    def index(self) -> int:
        """Of the iteration; 0 at the top level."""
        return int(self.path.rpartition("/")[2] or 0)

    def inside(self, container: str, index: int, names: Names) -> "Frame":
        """One iteration of a loop in this frame."""
        loop: dict[str, JsonValue] = {**names, "index": index}
        if "loop" in self.names:
            loop["outer"] = self.names["loop"]
        known: Names = {**self.names, **names, "index": index, "loop": loop}
        return Frame(container, self, f"{self.path}/{index}".lstrip("/"), known)
