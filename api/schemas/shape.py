"""The roots of all shapes, and the types they share."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from noria.nul import has_nul

T = TypeVar("T")


class Write(BaseModel):
    """What a client sends. Refuses unknown fields: a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class Read(BaseModel):
    """What a client gets. Fields have no defaults, so generated types have no `undefined`."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_serialization_defaults_required=True,
        use_attribute_docstrings=True,
    )


class Page(Read, Generic[T]):
    """One page of a list."""

    # Each `Page[...]` would look for its source again, in all that is imported: half of the API's start.
    model_config = ConfigDict(use_attribute_docstrings=False)

    items: list[T]
    next_cursor: str | None = Field(
        description="Give it as `cursor` for the next page; null on the last."
    )


# PostgreSQL's text holds no NUL character.
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]
"""A name: one line of text."""


class GraphDocument(BaseModel):
    """A graph being edited, as JSON. Only its outline is checked: a draft may have problems.

    `Graph` is its full shape; `problems` tells what keeps a draft from being one.
    """

    model_config = ConfigDict(extra="allow")

    nodes: list[dict[str, JsonValue]] = Field(default=[], max_length=10_000)
    edges: list[dict[str, JsonValue]] = Field(default=[], max_length=50_000)

    def to_json(self) -> dict[str, Any]:
        """The document as it came."""
        return self.model_dump(mode="json")


def _without_nul(graph: GraphDocument) -> GraphDocument:
    # PostgreSQL would keep it, and then fail wherever it looks into the graph.
    if has_nul(graph.to_json()):
        raise ValueError("A graph holds no NUL character; an expression may write '\\0'.")
    return graph


GivenGraph = Annotated[GraphDocument, AfterValidator(_without_nul)]
"""One that somebody sends."""
