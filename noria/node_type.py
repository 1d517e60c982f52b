"""What a node may be: its config model, its ports and what it does.

Two lanes. A *control* node is a pure function that the workflow itself calls (`noria.control`);
every other node is an async function that runs as one Temporal activity (`activities`).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from inspect import getdoc, signature
from typing import Any, Generic, Literal, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from noria.context import NodeContext
from noria.effects import Changes
from noria.model import DEFAULT_QUEUE, OUT, QUEUE_PATTERN, PortName
from noria.owners import OURS
from noria.ports import ONLY_OUT, Ports
from noria.waits import Asked

C = TypeVar("C", bound=BaseModel)
When = Literal["before", "after"]
"""`before` an iteration, when only `item`, `index`, `key` and `loop` are there, or `after` it, when the
steps of the body are there too."""


class UiHint(BaseModel):
    """`x-ui` of a config field: how the form shows it. A closed set of keys; `ui(...)` writes it."""

    model_config = ConfigDict(extra="forbid")

    widget: (
        Literal[
            "text",
            "textarea",
            "code",
            "json",
            "key_value",
            "select",
            "schema",
            "cases",
            "duration",
            "credential",
            "openapi",
            "openapi_parameters",
            "openapi_body",
        ]
        | None
    ) = None
    group: str | None = None
    order: int | None = None
    placeholder: str | None = None
    unit: str | None = None
    language: str | None = None
    multiline: bool | None = None
    step: float | None = None
    show_if: dict[str, JsonValue] | None = None
    """Sibling field name → value(s) at which this field is shown."""
    options_from: str | None = None
    credential_type: str | None = None
    """With the widget `credential`: the types that fit, as `bearer|basic|header`."""
    expression: Literal["allow", "only", "never", "each"] | None = None
    """`allow` (default): templates with `{{ }}`; `only`: a bare expression; `never`: as is;
    `each`: a bare expression about each item of the list in the field that `each` names."""
    each: str | None = None
    """Of the mode `each`; unset: `items`."""
    labels: dict[str, str] | None = None
    """Of a choice: value → what is said beside it."""
    secret: bool | None = None
    advanced: bool | None = None
    docs: str | None = None

    def to_schema(self) -> dict[str, Any]:
        """JSON Schema fragment, unset keys left out."""
        return self.model_dump(mode="json", exclude_none=True)


def ui(**hints: Any) -> dict[str, Any]:
    """`json_schema_extra` of a field; an unknown hint raises at import."""
    if hints.get("widget") == "credential":
        # Which credential is used is the author's choice alone, never that of a run's data.
        hints.setdefault("expression", "never")
    return {"x-ui": UiHint(**hints).to_schema()}


@dataclass(frozen=True)
class Output:
    """A node's answer when it is more than a value."""

    value: JsonValue
    port: PortName = OUT
    vars: dict[str, JsonValue] | None = None
    """Merged into `vars` for the steps after it; control nodes only."""


@dataclass(frozen=True)
class WaitUntil:
    """A control node's answer when the run has to wait; the output is `{waited_s}`."""

    time: datetime


@dataclass(frozen=True)
class Ask:
    """A control node's answer when the run has to wait for somebody; the answer is the output."""

    asked: Asked
    timeout_s: float | None = None
    """Then the step ends by its port `timeout`; None: it waits until the run ends."""
    remind_every_s: float | None = None


@dataclass(frozen=True)
class StartRun:
    """A control node's answer that starts another run; its output, or `{run_id}`, is the output."""

    workflow: str
    """Name or id."""
    version: int | None
    """None: the newest."""
    input: JsonValue
    wait: bool
    """For the end of that run."""
    only_reads: bool = False
    """It may change nothing outside of itself, nor may the runs that it starts."""


@dataclass(frozen=True)
class Finish:
    """A control node's answer that gives the run's output (`end`)."""

    output: JsonValue


@dataclass(frozen=True)
class ControlContext:
    """All that a control node may know besides its config."""

    now: datetime
    """UTC, the workflow's own clock."""
    input: JsonValue
    """What the run was started with."""
    iteration: str = ""
    """Its place in the loops around it, as `2/0`."""


@dataclass(frozen=True)
class Each:
    """A container's answer: its body runs once for each item."""

    items: tuple[JsonValue, ...] | None
    """None: they are too many for the workflow, and are where `source` says."""
    keys: tuple[str, ...] | None = None
    """Of the items of an object, in order; None for a list."""
    source: JsonValue = None
    """A reference to the list or object that holds the items, where the workflow has no more."""
    concurrency: int = 1
    """Iterations at a time; 1 is in order."""
    on_item_error: Literal["stop", "collect", "skip"] = "stop"
    batch_size: int | None = None
    """Items for one activity, where the author asks for batches."""


@dataclass(frozen=True)
class Repeat:
    """A container's answer: its body runs again and again, in order."""

    initial: JsonValue
    """The first `loop.prev`."""
    max_iterations: int
    until: bool = False
    """The condition is looked at after each iteration and ends the loop when it is true; else it is
    looked at before each and ends the loop when it is false."""


@dataclass(frozen=True)
class ItemRun:
    """A container's answer: its body runs once, as a run of its own."""

    index: int
    """Of the item."""


@dataclass(frozen=True)
class Break:
    """A node's answer that ends the loop around it: what still runs in it is cancelled."""


@dataclass(frozen=True)
class Continue:
    """A node's answer that ends this iteration, which gives no result."""


Outcome = Output | WaitUntil | Ask | StartRun | Finish | Each | Repeat | ItemRun | Break | Continue
ControlFunction = Callable[[Any, ControlContext], Outcome]
NodeFunction = Callable[[Any, NodeContext], Awaitable[Any]]


@dataclass(frozen=True)
class NodeType(Generic[C]):
    """One entry of the catalog."""

    name: str
    """Dotted, stable: `http.request`. Also the Temporal activity type."""
    version: int
    title: str
    description: str
    """First paragraph of the function's docstring; `docs` is all of it, as Markdown."""
    docs: str
    category: str
    icon: str
    """Name of a Lucide icon."""
    config: type[C]
    output: TypeAdapter[Any] | None
    """Shape of the output where the function declares one, for completion."""
    output_from: Mapping[str, str] = field(default_factory=dict[str, str], kw_only=True)
    """Fields of the output whose JSON Schema stands in the config: name → JSON pointer, in which `*`
    stands for the first of whatever is there. References in it begin at the pointer's first part."""
    ports: Ports
    """Given a validated config, or the raw dict of one that isn't valid yet."""
    control: ControlFunction | None = None
    run: NodeFunction | None = None
    key_field: str | None = None
    """The config field that the card on the canvas shows below the name."""
    quick: bool = False
    """Done at once, without waiting, and safe to repeat: many of them may be done in one go."""
    waits: bool = False
    """For a time, an event or a person: an item of a loop in which it is has a run of its own."""
    stops_on_pause: bool = False
    """An attempt under way is cancelled when the run is paused; else it goes on to its end."""
    inner: Mapping[str, When] = field(default_factory=dict[str, "When"])
    """Of a container: config fields that are evaluated in each iteration, not when it starts."""
    internal: bool = False
    """The compiler places it; people can't, so no palette shows it."""
    changes: Changes = True
    """Whether it may change anything outside of the run; by its config where that decides it."""
    queue: str = DEFAULT_QUEUE
    """Task queue whose workers run it: apart from others for what it needs or how fast it may go."""
    graph: str = ""
    """Of a LangGraph graph, where it is: the compiler writes the node out, so nothing runs it whole."""
    owner: str = OURS
    """The package that brings it."""

    def __post_init__(self) -> None:
        if not re.match(QUEUE_PATTERN, self.queue):
            raise ValueError(
                f"The node type {self.name!r} names the queue {self.queue!r}; "
                "use small letters, digits, '_' and '-', as 'code'."
            )
        if self.quick and self.queue != DEFAULT_QUEUE:
            raise ValueError(
                f"The node type {self.name!r} is quick, so the engine's own workers do it: "
                "leave out its queue."
            )

    def may_change(self, config: Mapping[str, JsonValue]) -> bool:
        """What a tool that may only read must not do; `config` is as written, with expressions."""
        return self.changes if isinstance(self.changes, bool) else self.changes(config)

    @property
    def container(self) -> bool:
        """Whether nodes may name it as their `parent`."""
        return bool(self.inner)

    @property
    def lane(self) -> Literal["control", "activity"]:
        """Where it runs."""
        return "control" if self.control else "activity"


AnyNodeType = NodeType[Any]


def _describe(function: Callable[..., Any]) -> tuple[str, str]:
    docs = getdoc(function) or ""
    return docs.partition("\n\n")[0].replace("\n", " "), docs


def node(  # noqa: PLR0913 # a declaration, written by keyword
    name: str,
    *,
    title: str,
    category: str,
    icon: str,
    version: int = 1,
    ports: Ports = ONLY_OUT,
    key_field: str | None = None,
    quick: bool = False,
    stops_on_pause: bool = False,
    internal: bool = False,
    queue: str = DEFAULT_QUEUE,
    changes: Changes = True,
    output: Any = None,
    output_from: Mapping[str, str] | None = None,
) -> Callable[[Callable[[C, NodeContext], Awaitable[Any]]], NodeType[C]]:
    """Make a node type of `async def f(config: Model, context: NodeContext) -> output`.

    The function returns a JSON value, a Pydantic model, or `Output` to choose the port; it raises
    only `NodeFailed` and `NodeUnavailable`. With `stops_on_pause` its attempt is cancelled when the
    run is paused, and repeated when it goes on: for long work that loses nothing by it. With a
    `queue`, only workers that serve it run the node: see docs/resilience.md. Say `changes=False` of a
    node that changes nothing outside of the run: agents that may only read have it as a tool then.
    `output` is the type of the step's output where the function returns `Output`; `output_from` names
    its parts that the config describes.
    """

    def decorate(function: Callable[[C, NodeContext], Awaitable[Any]]) -> NodeType[C]:
        description, docs = _describe(function)
        config, returned = _shapes(function)
        return NodeType(
            name=name, version=version, title=title, description=description, docs=docs,
            category=category, icon=icon, config=config, ports=ports,
            output=returned if output is None else TypeAdapter[Any](output),
            output_from=output_from or {},
            run=function, key_field=key_field, quick=quick, stops_on_pause=stops_on_pause,
            internal=internal, queue=queue, changes=changes,
        )  # fmt: skip

    return decorate


def control(  # noqa: PLR0913 # a declaration, written by keyword
    name: str,
    *,
    title: str,
    category: str = "Flow",
    icon: str,
    version: int = 1,
    ports: Ports = ONLY_OUT,
    key_field: str | None = None,
    output: Any = None,
    output_from: Mapping[str, str] | None = None,
    quick: bool = False,
    inner: Mapping[str, When] | None = None,
    internal: bool = False,
    changes: bool = False,
    waits: bool = False,
) -> Callable[[Callable[[C, ControlContext], Outcome]], NodeType[C]]:
    """Make a node type of a pure `def f(config: Model, context: ControlContext) -> Outcome`.

    It runs inside the workflow and again at each replay: no clock, no random source, no I/O.
    `output` and `output_from` tell of the step's output, as for `node`; `inner` makes it a container.
    """

    def decorate(function: Callable[[C, ControlContext], Outcome]) -> NodeType[C]:
        description, docs = _describe(function)
        config, _ = _shapes(function)
        return NodeType(
            name=name, version=version, title=title, description=description, docs=docs,
            category=category, icon=icon, config=config, ports=ports,
            output=TypeAdapter[Any](output) if output else None, output_from=output_from or {},
            control=function, key_field=key_field, quick=quick, inner=inner or {},
            internal=internal, changes=changes, waits=waits,
        )  # fmt: skip

    return decorate


def _shapes(function: Callable[..., Any]) -> tuple[type[Any], TypeAdapter[Any] | None]:
    hints = get_type_hints(function)
    config = hints[next(iter(signature(function).parameters))]
    returned: Any = hints.get("return")
    if isinstance(returned, type) and issubclass(returned, BaseModel):
        return config, TypeAdapter(returned)
    return config, None
