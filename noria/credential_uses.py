"""Which credentials a graph names, and whether their types exist here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel, JsonValue

from noria.catalog import Catalog
from noria.config_schema import schema_of, walk
from noria.credentials import load_credential_types
from noria.errors import Problem
from noria.graph_document import read_graph
from noria.model import Node
from noria.node_type import AnyNodeType
from noria.pointers import to_pointer

WIDGET = "credential"


@dataclass(frozen=True)
class CredentialUse:
    """A field that holds a credential's name."""

    node_id: str
    field: str
    """JSON pointer into the node's config."""
    name: str
    types: tuple[str, ...]
    """Those that fit; none: any."""


def credential_uses(graph: JsonValue, catalog: Catalog) -> list[CredentialUse]:
    """In the order of the document; what can't be read of it is left out."""
    return [
        use
        for node in read_graph(graph).graph.nodes
        for node_type in [catalog.find(node.type, node.type_version)]
        if node_type is not None
        for use in uses_of(node, node_type)
    ]


def uses_of(node: Node, node_type: AnyNodeType) -> Iterator[CredentialUse]:
    """Of one node."""
    if not _has_credentials(node_type.config):
        return
    for where, text, _, schema in walk(node_type.config, dict(node.config)):
        hint: Mapping[str, Any] = schema.get("x-ui", {})
        if hint.get("widget") == WIDGET and text:
            types = tuple(filter(None, (hint.get("credential_type") or "").split("|")))
            yield CredentialUse(node.id, to_pointer(where), text, types)


def check_credential_types(node: Node, node_type: AnyNodeType) -> Iterator[Problem]:
    """A field that takes only credentials of types which nobody has installed can't be right."""
    known = load_credential_types()
    for use in uses_of(node, node_type):
        if use.types and not any(map(known.find, use.types)):
            yield Problem(
                code="unknown_credential_type",
                message=f"The field {use.field!r} takes a credential of the type "
                f"{' or '.join(map(repr, use.types))}, which this installation does not have: "
                "install the package that brings it, or leave the field empty.",
                node_id=use.node_id,
                field=use.field,
            )


@cache
def _has_credentials(model: type[BaseModel]) -> bool:
    return f'"widget":"{WIDGET}"'.encode() in orjson.dumps(schema_of(model))
