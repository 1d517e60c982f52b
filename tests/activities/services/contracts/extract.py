"""Cuts a service's public description down to the operations that Noria calls, for `served.py`.

`python -m tests.activities.services.contracts.extract SPEC.json NAME`: reads OpenAPI 3 or a
Google discovery document; NAME.json beside this file says the source and the operations, and
gets the facts of those that the description has. Prose stays out: it is others' text.
"""

import sys
from pathlib import Path
from typing import Any, cast

import orjson

Json = dict[str, Any]
_KEPT = ("type", "required", "enum", "minItems", "maxItems", "minimum", "maximum", "maxLength")
_DEEP = 3
"""Below it a schema takes anything: trees of blocks and rich texts have no end."""


def facts(schema: Any, spec: Json, depth: int = 0) -> Any:
    """A schema without words: what it demands, with references put in."""
    if not isinstance(schema, dict) or depth > _DEEP:
        return {}
    schema = _opened(cast("Json", schema), spec)
    found = _own(schema)
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            found[key] = [facts(each, spec, depth + 1) for each in schema[key]]
    if isinstance(schema.get("properties"), dict):
        found["properties"] = {
            name: facts(each, spec, depth + 1)
            for name, each in cast("Json", schema["properties"]).items()
            if isinstance(each, dict) and not cast("Json", each).get("readOnly")
        }
    if "items" in schema:
        found["items"] = facts(schema["items"], spec, depth + 1)
    more = schema.get("additionalProperties")
    if more is not None:
        found["additionalProperties"] = more if more is False else facts(more, spec, depth + 1)
    return found


def _own(schema: Json) -> Json:
    """What it says itself, as JSON Schema says it."""
    found: Json = {key: schema[key] for key in _KEPT if key in schema}
    if isinstance(found.get("required"), bool):
        del found["required"]  # a discovery document says so of each parameter
    if found.get("type") == "any":
        del found["type"]  # its word for no demand
    if schema.get("nullable") and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    return found


def _opened(schema: Json, spec: Json) -> Json:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    if "/" not in reference:  # a discovery document names its schemas by their ids
        return _opened(spec["schemas"][reference], spec)
    found: Any = spec
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return _opened(found, spec)


def of_openapi(spec: Json, method: str, path: str) -> Json | None:
    at = spec["paths"].get(path, {})
    operation = at.get(method.lower())
    if operation is None:
        return None
    taken = [
        _opened(each, spec) for each in at.get("parameters", []) + operation.get("parameters", [])
    ]
    body = _opened(operation.get("requestBody", {}), spec)
    [(media, content)] = list(body.get("content", {}).items())[:1] or [("", {})]
    found: Json = {
        "parameters": {
            each["name"]: {
                "in": each["in"],
                "required": each.get("required", False),
                "schema": facts(each.get("schema", {}), spec),
            }
            for each in taken
        },
        "responses": sorted(operation["responses"]),
    }
    if media:
        required = body.get("required", True)
        schema = facts(content["schema"], spec)
        found["body"] = {"media": media, "required": required, "schema": schema}
    return found


def of_discovery(spec: Json, method: str, path: str) -> Json | None:
    for each in _methods(spec):
        if each["httpMethod"] == method and f"/{each['path']}" == path:
            taken: Json = each["parameters"]
            found: Json = {
                "parameters": {
                    name: {
                        "in": one["location"],
                        "required": one.get("required", False),
                        "schema": facts(one, spec),
                    }
                    for name, one in taken.items()
                },
                "responses": ["200"],
            }
            if "request" in each:
                found["body"] = {
                    "media": "application/json",
                    "required": True,
                    "schema": facts(each["request"], spec),
                }
            return found
    return None


def _methods(resource: Json) -> list[Json]:
    found: list[Json] = list(resource.get("methods", {}).values())
    for each in resource.get("resources", {}).values():
        found += _methods(each)
    return found


def main(spec_path: str, name: str) -> None:
    at = Path(__file__).parent / f"{name}.json"
    contract: Json = orjson.loads(at.read_bytes())
    spec: Json = orjson.loads(Path(spec_path).read_bytes())
    read = of_discovery if "discoveryVersion" in spec else of_openapi
    for key in contract["operations"]:
        method, path = key.split(" ")
        contract["operations"][key] = read(spec, method, path) or contract["operations"][key]
    at.write_bytes(_written(contract))


def _written(contract: Json) -> bytes:
    """One operation a line, so that a change of one is one line."""
    operations = contract.pop("operations")
    head = orjson.dumps(contract, option=orjson.OPT_INDENT_2).removesuffix(b"\n}")
    lines = [
        b"    " + orjson.dumps(key) + b": " + orjson.dumps(operations[key]) for key in operations
    ]
    return head + b',\n  "operations": {\n' + b",\n".join(lines) + b"\n  }\n}\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
