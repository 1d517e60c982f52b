"""A plan: a graph checked, ordered and frozen. A run reads its plan and nothing else."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from noria.model import NodeId, Policy, PortName

PLAN_VERSION = 1


class Frozen(BaseModel):
    """Immutable, compact when dumped."""

    model_config = ConfigDict(frozen=True)


class PlanExpression(Frozen):
    """One expression field of a config."""

    pointer: str
    """JSON pointer into the config, as `/cases/0/when`."""
    source: str
    """The whole template, or the bare expression."""
    bare: bool = False


class PlanSource(Frozen):
    """One incoming edge."""

    node_id: NodeId
    port: PortName


class Reads(Frozen):
    """What a step's expressions read, found by parsing."""

    steps: dict[NodeId, tuple[tuple[str, ...], ...]] = {}
    """Node id → paths below `steps.<id>`, as `("output", "body", "total")`; `()` is all of it."""
    vars: tuple[str, ...] = ()
    """Names read; `*` for all, when a name is computed."""
    env: tuple[str, ...] = ()
    trigger: tuple[tuple[str, ...], ...] = ()
    """Paths below `trigger`; `()` among them is all of it."""
    run: bool = False


class PlanStep(Frozen):
    """One node, ready to run."""

    id: NodeId
    type: str
    type_version: int = 1
    name: str
    """What people read: the node's name, or its type's title."""
    lane: Literal["control", "activity"]
    config: dict[str, JsonValue] = {}
    expressions: tuple[PlanExpression, ...] = ()
    reads: Reads = Reads()
    policy: Policy = Field(default_factory=Policy)
    join: Literal["all", "any"] = "all"
    ports: tuple[PortName, ...]
    sources: tuple[PlanSource, ...] = ()
    """Empty for the start node, and for those that start a body."""
    parent: NodeId | None = None
    """The container whose body the node is in."""


class Engine(Frozen):
    """The expression engine that the plan was checked with; other builds may count fuel otherwise."""

    wasm_sha256: str
    wasmtime: str


class Plan(Frozen):
    """Steps in topological order, ties in the order of the graph."""

    plan_version: Literal[1] = PLAN_VERSION
    engine: Engine
    steps: tuple[PlanStep, ...]
    start: NodeId
    input_schema: dict[str, Any] | None = None
