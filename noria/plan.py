"""A plan: a graph checked, ordered and frozen. A run reads its plan and nothing else."""

from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from noria.errors import PlanUnreadable
from noria.model import DEFAULT_QUEUE, NodeId, Policy, PortName
from noria.plan_upgrades import upgrade_plan

PLAN_VERSION = 2

Batching = Literal["never", "on_request", "always"]


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
    simple: bool = False
    """May be computed without the engine (`noria.expressions.simple`); plans from before can't say so."""


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
    inside: dict[str, tuple[tuple[str, ...], ...]] = {}
    """`item`, `index`, `key`, `loop`, as far as they are read → paths below them."""


class Inner(Frozen):
    """One config field of a container that is evaluated in each iteration."""

    expressions: tuple[PlanExpression, ...] = ()
    reads: Reads = Reads()


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
    queue: str = DEFAULT_QUEUE
    """Task queue whose workers run it."""
    join: Literal["all", "any"] = "all"
    ports: tuple[PortName, ...]
    sources: tuple[PlanSource, ...] = ()
    """Empty for the start node and for the first nodes of a body."""
    parent: NodeId | None = None
    """The container in whose body it is."""
    inner: dict[str, Inner] = {}
    """Of a container: config field → what to evaluate in each iteration. Pointers are into the config."""
    quick: bool = False
    """Of an activity: it runs beside the workflow, in the same workflow task."""
    batching: Batching = "never"
    """Of a container: whether an activity may run its body over many items at once; `on_request`:
    where the author gives a batch size, since its steps are not known to be quick."""
    undo: NodeId | None = None
    """Its compensation: the step that undoes what this one did."""
    undoes: NodeId | None = None
    """Of a compensation: the step that it undoes. It is never scheduled."""


class Engine(Frozen):
    """The expression engine that the plan was checked with; other builds may count fuel otherwise."""

    wasm_sha256: str
    wasmtime: str


class Plan(Frozen):
    """Steps in topological order, ties in the order of the graph; a container before its body.

    Plans of earlier formats are read too, for ever: runs and versions keep theirs.
    """

    plan_version: Literal[2] = PLAN_VERSION
    engine: Engine
    steps: tuple[PlanStep, ...]
    start: NodeId
    input_schema: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _upgrade(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return upgrade_plan(cast("dict[str, Any]", data), PLAN_VERSION)


def read_plan(document: Any) -> Plan:
    """A stored plan, of whichever format.

    Raises:
        PlanUnreadable: Of a format that this program does not know, or no plan at all.
    """
    try:
        return Plan.model_validate(document)
    except ValidationError as error:
        facts = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
        raise PlanUnreadable(
            f"The plan has the format {facts.get('plan_version')!r} and this program reads 1 to "
            f"{PLAN_VERSION}: upgrade Noria, or publish the workflow again."
        ) from error
