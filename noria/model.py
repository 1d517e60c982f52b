"""The graph document: what people draw, as JSON. Not its meaning, which is `noria.compile`."""

from typing import Annotated, Any, Literal, NewType

from pydantic import BaseModel, ConfigDict, Field, JsonValue

NodeId = NewType("NodeId", str)
"""Snake_case identifier, unique in its graph; `steps.<node id>` in expressions."""
PortName = NewType("PortName", str)

OUT = PortName("out")
ERROR = PortName("error")

DEFAULT_QUEUE = "default"
"""Whose workers also run the engine; a node type may be bound to another one."""
QUEUE_PATTERN = r"^[a-z][a-z0-9_-]{0,30}$"

NODE_ID_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"
PORT_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"
MAX_NODES = 2_000
MAX_QUICK_S = 10.0
"""One attempt at a step in the quick lane takes no longer: the run's other steps wait meanwhile."""


class Model(BaseModel):
    """Refuses unknown fields, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


class RetryPolicy(Model):
    """How often and how fast a failed attempt is tried again."""

    max_attempts: int = Field(default=5, ge=1, le=1_000)
    initial_interval_s: float = Field(default=1.0, ge=0.05, le=86_400)
    backoff: float = Field(default=2.0, ge=1.0, le=100.0)
    max_interval_s: float = Field(default=60.0, ge=0.05, le=86_400 * 7)


class Policy(Model):
    """A node's timeout, retry and error handling."""

    timeout_s: float = Field(default=60.0, ge=0.1, le=86_400 * 30)
    """Of one attempt."""
    retry: RetryPolicy = Field(default_factory=RetryPolicy)
    lane: Literal["quick", "remote"] | None = None
    """`quick`: beside the workflow, without a round trip; a crash may repeat several such steps.
    `remote`: an activity of its own. None: as the node type says."""
    on_error: Literal["fail", "port", "continue", "hold"] = "fail"
    """When attempts are spent: fail the run, follow the `error` port, go on, or wait for a person."""
    hosts: tuple[str, ...] = Field(default=(), max_length=100)
    """The only hosts that the node may call, as `api.example.com` or `*.example.com`; empty: any that
    the installation allows. For tools of agents, whose models may name others."""
    on_error_output: JsonValue = None
    """The output that `continue` goes on with."""


class Position(Model):
    """Canvas pixels; the x axis points right, the y axis down."""

    x: float = 0.0
    y: float = 0.0


class Node(Model):
    """A placed, configured box."""

    id: NodeId = Field(pattern=NODE_ID_PATTERN)
    type: str = Field(min_length=1, max_length=100)
    type_version: int = Field(default=1, ge=1)
    name: str = Field(default="", max_length=200)
    """What people read; the type's title when empty."""
    config: dict[str, JsonValue] = {}
    policy: Policy = Field(default_factory=Policy)
    join: Literal["all", "any"] = "all"
    """`all`: wait until every incoming edge is taken or dead; `any`: the first taken one."""
    parent: NodeId | None = None
    """The container that this node is in the body of."""
    undo: NodeId | None = None
    """The node that undoes what this one did, when the run fails or is cancelled later."""
    disabled: bool = False
    """It does nothing: a run goes on behind its first port. A container takes its body along."""
    position: Position = Field(default_factory=Position)


class Edge(Model):
    """From a node's port to a node."""

    source: Annotated[NodeId, Field(alias="from")]
    target: Annotated[NodeId, Field(alias="to")]
    port: PortName = Field(default=OUT, pattern=PORT_PATTERN)


Tint = Literal["sand", "rose", "leaf", "sky", "iris", "stone"]


class Note(Model):
    """A sheet on the canvas, for people: runs know nothing of it."""

    id: str = Field(pattern=NODE_ID_PATTERN)
    text: str = Field(default="", max_length=20_000)
    """Markdown."""
    tint: Tint = "sand"
    position: Position = Field(default_factory=Position)
    width: float = Field(default=240.0, ge=80, le=4_000)
    height: float = Field(default=160.0, ge=48, le=4_000)


class Group(Model):
    """Nodes that people see as one thing; runs know nothing of it."""

    id: str = Field(pattern=NODE_ID_PATTERN)
    name: str = Field(default="", max_length=200)
    nodes: list[NodeId] = []
    tint: Tint = "stone"


class Graph(Model):
    """Nodes and edges, in the order in which they were drawn."""

    nodes: list[Node] = []
    edges: list[Edge] = []
    notes: list[Note] = []
    groups: list[Group] = []

    def to_json(self) -> dict[str, Any]:
        """The document as stored and sent: defaults left out, `from` and `to` spelt so."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
