"""Descriptions of APIs, and what is read from them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.schemas.shape import Read, Write

_Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]


class SpecificationWrite(Write):
    text: str | None = Field(default=None, pattern=r"^[^\x00]*$")
    """An OpenAPI document, version 3, as JSON or YAML."""
    url: _Line | None = None
    """Where it is, instead: a worker fetches it, from where nodes may go."""


class OperationWrite(SpecificationWrite):
    operation: _Line
    """Its `operationId`, or method and path as `GET /orders/{id}`."""


class OperationRead(Read):
    name: str
    """Its `operationId`, or method and path."""
    method: str
    path: str
    title: str
    deprecated: bool


class OperationsRead(Read):
    title: str
    """Of the API."""
    version: str
    operations: list[OperationRead]


class ChosenOperationRead(Read):
    operation: str
    specification: dict[str, Any]
    """An OpenAPI document of this operation alone."""
