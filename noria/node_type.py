"""What a node may be: its config model, its ports and what it does.

Two lanes. A *control* node is a pure function that the workflow itself calls (`noria.control`);
every other node is an async function that runs as one Temporal activity (`activities`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import getdoc, signature
from typing import Any, Generic, Literal, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from noria.context import NodeContext
from noria.model import OUT, PortName

C = TypeVar("C", bound=BaseModel)
Ports = Callable[[Any], tuple[PortName, ...]]


class UiHint(BaseModel):
    """`x-ui` of a config field: how the form shows it. A closed set of keys.

    Use: `Field(json_schema_extra={"x-ui": UiHint(widget="code").to_schema()})`, or `ui(...)`.
    """

    model_config = ConfigDict(extra="forbid")

    widget: (
        Literal["text", "textarea", "code", "json", "key_value", "select", "schema", "cases", "duration"]
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
    expression: Literal["allow", "only", "never"] | None = None
    """`allow` (default): templates with `{{ }}`; `only`: a bare expression; `never`: as is."""
    secret: bool | None = None
    advanced: bool | None = None
    docs: str | None = None

    def to_schema(self) -> dict[str, Any]:
        """JSON Schema fragment, unset keys left out."""
        return self.model_dump(mode="json", exclude_none=True)


def ui(**hints: Any) -> dict[str, Any]:
    """`json_schema_extra` of a field; an unknown hint raises at import."""
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


Outcome = Output | WaitUntil | Finish
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
    ports: Ports
    """Given a validated config, or the raw dict of one that isn't valid yet."""
    control: ControlFunction | None = None
    run: NodeFunction | None = None
    key_field: str | None = None
    """The config field that the card on the canvas shows below the name."""

    @property
    def lane(self) -> Literal["control", "activity"]:
        """Where it runs."""
        return "control" if self.control else "activity"


def _only_out(_config: Any) -> tuple[PortName, ...]:
    return (OUT,)


def _describe(function: Callable[..., Any]) -> tuple[str, str]:
    docs = getdoc(function) or ""
    return docs.partition("\n\n")[0].replace("\n", " "), docs


def node(
    name: str,
    *,
    title: str,
    category: str,
    icon: str,
    version: int = 1,
    ports: Ports = _only_out,
    key_field: str | None = None,
) -> Callable[[NodeFunction], NodeType[Any]]:
    """Make a node type of `async def f(config: Model, context: NodeContext) -> output`.

    The function returns a JSON value, a Pydantic model, or `Output` to choose the port; it raises
    only `NodeFailed` and `NodeUnavailable`.
    """

    def decorate(function: NodeFunction) -> NodeType[Any]:
        description, docs = _describe(function)
        config, output = _shapes(function)
        return NodeType(
            name=name, version=version, title=title, description=description, docs=docs,
            category=category, icon=icon, config=config, output=output, ports=ports,
            run=function, key_field=key_field,
        )  # fmt: skip

    return decorate


def control(
    name: str,
    *,
    title: str,
    category: str = "Flow",
    icon: str,
    version: int = 1,
    ports: Ports = _only_out,
    key_field: str | None = None,
) -> Callable[[ControlFunction], NodeType[Any]]:
    """Make a node type of a pure `def f(config: Model, context: ControlContext) -> Outcome`.

    It runs inside the workflow and again at each replay: no clock, no random source, no I/O.
    """

    def decorate(function: ControlFunction) -> NodeType[Any]:
        description, docs = _describe(function)
        config, _ = _shapes(function)
        return NodeType(
            name=name, version=version, title=title, description=description, docs=docs,
            category=category, icon=icon, config=config, output=None, ports=ports,
            control=function, key_field=key_field,
        )  # fmt: skip

    return decorate


def _shapes(function: Callable[..., Any]) -> tuple[type[BaseModel], TypeAdapter[Any] | None]:
    hints = get_type_hints(function)
    config = hints[next(iter(signature(function).parameters))]
    returned = hints.get("return")
    is_model = isinstance(returned, type) and issubclass(returned, BaseModel)
    return config, TypeAdapter(returned) if is_model else None
