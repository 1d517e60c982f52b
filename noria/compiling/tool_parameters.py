"""What a tool takes, where its author does not say: what its expressions read of `item`."""

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from noria.catalog import Catalog
from noria.config import find_expressions
from noria.errors import ExpressionError
from noria.expressions.references import Reference, references
from noria.model import Node

ITEM = "item"


def infer_parameters(chain: Sequence[Node], catalog: Catalog) -> dict[str, JsonValue]:
    """JSON Schema of the arguments. A tool that reads `item` as a whole takes whatever it is given."""
    properties: dict[str, JsonValue] = {}
    required: list[JsonValue] = []
    is_open = False
    for found_in, found in _read_of_item(chain, catalog):
        if len(found.path) == 1:
            is_open = True
            continue
        name = found.path[1]
        properties.setdefault(name, {"description": f"Used by {found_in}."})
        if not found.optional and name not in required:
            required.append(name)
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": is_open,
    }


def _read_of_item(chain: Sequence[Node], catalog: Catalog) -> Iterator[tuple[str, Reference]]:
    for node in chain:
        node_type = catalog.find(node.type, node.type_version)
        if node_type is None:
            continue
        for expression in find_expressions(node_type, node.config):
            try:
                found = references(expression.source, expression.bare)
            except ExpressionError:
                continue
            where = f"{node.name or node_type.title}, {expression.pointer[1:]}"
            yield from ((where, each) for each in found if each.path[0] == ITEM)
