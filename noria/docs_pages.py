"""Pages of `docs/` that are made from the code: `python -m noria.docs_pages` writes them.

A test fails when a page is not what this module makes.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from noria.catalog import Catalog, load_catalog
from noria.config_schema import schema_of
from noria.node_type import AnyNodeType
from noria.ports import ConfigPorts, StaticPorts

DOCS = Path(__file__).parent.parent / "docs"
NODE_TYPES = "node-types.md"
_HEADER = """# Node types

Made from the code by `python -m noria.docs_pages`; change the node's docstring and config instead.
Every field may hold `{{ expressions }}` but those marked †; fields marked ƒ are a bare expression,
and those marked ƒ* one about each `item` (and its `index`) of the list beside it.
"""

Schema = Mapping[str, Any]


def node_types_page(catalog: Catalog) -> str:
    """Markdown: one section for each node type, by category."""
    sections = [_HEADER]
    categories = sorted({node_type.category for node_type in catalog if not node_type.internal})
    for category in categories:
        sections.append(f"## {category}\n")
        sections += [_section(each) for each in catalog if _is_shown(each, category)]
    return "\n".join(sections)


def _is_shown(node_type: AnyNodeType, category: str) -> bool:
    return node_type.category == category and not node_type.internal


def _section(node_type: AnyNodeType) -> str:
    version = f", version {node_type.version}" if node_type.version > 1 else ""
    lane = "inside the workflow" if node_type.lane == "control" else "as an activity on a worker"
    lines = [
        f"### `{node_type.name}`{version}: {node_type.title}\n",
        f"{node_type.docs}\n",
        f"Runs {lane}. Ports: {_ports(node_type)}.\n",
    ]
    fields = list(_fields(node_type))
    if fields:
        lines += ["| Field | Type | Default | |", "|---|---|---|---|", *fields, ""]
    examples: list[Any] = schema_of(node_type.config).get("examples", [])
    if any(examples):
        lines += ["```json", orjson.dumps(examples[-1]).decode(), "```", ""]
    return "\n".join(lines)


def _ports(node_type: AnyNodeType) -> str:
    ports = node_type.ports
    if isinstance(ports, StaticPorts):
        return ", ".join(f"`{name}`" for name in ports.names) or "none"
    if isinstance(ports, ConfigPorts):
        return "as named by " + " and ".join(f"`{pattern}`" for pattern in ports.patterns)
    return "as the config says"


def _fields(node_type: AnyNodeType) -> Iterable[str]:
    schema = schema_of(node_type.config)
    definitions: Mapping[str, Schema] = schema.get("$defs", {})
    properties: Mapping[str, Schema] = schema.get("properties", {})
    required: list[str] = schema.get("required", [])
    for name, field in properties.items():
        yield _row(name, field, definitions, is_required=name in required)
        item: Schema = field.get("items", {})
        yield from _inner(f"{name}[]", item, definitions, field)


def _inner(
    name: str, item: Schema, definitions: Mapping[str, Schema], outer: Schema
) -> Iterable[str]:
    """The fields of a list's items: one level, as deep as configs go in practice."""
    resolved = _resolve(item, definitions)
    required: list[str] = resolved.get("required", [])
    properties: Mapping[str, Schema] = resolved.get("properties", {})
    for key, field in properties.items():
        inherited = {"x-ui": {**outer.get("x-ui", {}), **field.get("x-ui", {})}}
        row = {**field, **inherited}
        yield _row(f"{name}.{key}", row, definitions, is_required=key in required)


def _row(name: str, field: Schema, definitions: Mapping[str, Schema], *, is_required: bool) -> str:
    mark = {"never": " †", "only": " ƒ", "each": " ƒ*"}.get(
        field.get("x-ui", {}).get("expression", ""), ""
    )
    default = "required" if is_required else f"`{orjson.dumps(field.get('default')).decode()}`"
    description = _cell(field.get("description") or field.get("title") or "")
    return f"| `{name}`{mark} | {_type(field, definitions)} | {default} | {description} |"


def _type(field: Schema, definitions: Mapping[str, Schema]) -> str:
    resolved = _resolve(field, definitions)
    if "enum" in resolved:
        return ", ".join(f"`{value}`" for value in resolved["enum"])
    if "const" in resolved:
        return f"`{resolved['const']}`"
    options: list[Schema] = resolved.get("anyOf") or resolved.get("oneOf") or []
    if options:
        return " or ".join(dict.fromkeys(_type(option, definitions) for option in options))
    match resolved.get("type"):
        case "array":
            return f"list of {_type(resolved.get('items', {}), definitions)}"
        case "object" if "additionalProperties" in resolved and "properties" not in resolved:
            return "object"
        case "object":
            kind: Schema = resolved.get("properties", {}).get("kind", {})
            return f"object `{kind['const']}`" if "const" in kind else "object"
        case None:
            return "any JSON"
        case other:
            return str(other)


def _resolve(field: Schema, definitions: Mapping[str, Schema]) -> Schema:
    if "$ref" not in field:
        return field
    return definitions.get(str(field["$ref"]).rpartition("/")[2], {})


def _cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def main() -> None:
    """Write the pages."""
    (DOCS / NODE_TYPES).write_text(node_types_page(load_catalog()))
    sys.stdout.write(f"{NODE_TYPES}\n")


if __name__ == "__main__":
    main()
