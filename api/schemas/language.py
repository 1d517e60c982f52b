"""Node types and expressions."""

from typing import Any, Literal

from pydantic import Field, JsonValue

from api.schemas.shape import Read, Write


class NodeTypeRead(Read):
    """What the palette and the config form need to know of a node type."""

    type: str
    version: int
    owner: str
    """The package that brings it."""
    title: str
    description: str
    docs: str
    """Markdown."""
    category: str
    icon: str
    """Name of a Lucide icon."""
    lane: Literal["control", "activity"]
    container: bool
    """Whether other nodes may name it as their `parent`."""
    inner: dict[str, Literal["before", "after"]]
    """Of a container: fields that are evaluated before or after each iteration, inside of it."""
    ports: list[str] | None
    """Null: the config names them, at the places of `ports_from`."""
    ports_from: list[str]
    """Where in the config ports are named."""
    config_schema: dict[str, Any]
    """JSON Schema with `x-ui` hints."""
    output_schema: dict[str, Any] | None
    output_from: dict[str, str]
    """Fields of the output whose JSON Schema stands in the config: name → JSON pointer, with `*`."""
    key_field: str | None
    """The config field that the card on the canvas shows below the name."""
    default_config: dict[str, Any]


class NodeTypeUsage(Read):
    """Of drafts that are not archived."""

    type: str
    workflows: int
    nodes: int


class ExpressionWrite(Write):
    key: str = Field(min_length=1, max_length=200)
    """Comes back with the answer."""
    source: str = Field(max_length=16_384)
    """A template with `{{ }}`, or a bare expression."""
    bare: bool = False


class ScopeWrite(Write):
    """What the expressions may read."""

    steps: dict[str, JsonValue] = {}
    trigger: JsonValue = None
    vars: dict[str, JsonValue] = {}
    env: dict[str, JsonValue] = {}
    run: dict[str, JsonValue] = {}
    item: JsonValue = None
    index: int | None = None
    key: str | None = None
    loop: dict[str, JsonValue] | None = None
    """These four in a loop only."""


class EvaluateRequest(Write):
    expressions: list[ExpressionWrite] = Field(min_length=1, max_length=50)
    scope: ScopeWrite = ScopeWrite()


class ExpressionErrorRead(Read):
    code: Literal["expression_error", "expression_limit_error"]
    name: str
    """The JavaScript error's name, as `TypeError`."""
    message: str
    line: int | None
    column: int | None


class ExpressionAnswer(Read):
    key: str
    value: JsonValue
    """Null when it failed."""
    error: ExpressionErrorRead | None


class EvaluateRead(Read):
    answers: list[ExpressionAnswer]
    fuel: int
    """Spent by all of them together."""
