"""A message as a trigger of a type would bring one, before it has: invented from the type's schema."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from pydantic import BaseModel, JsonValue

from noria.config_schema import schema_of
from noria.triggers.schedule import ScheduleConfig, message_for
from noria.triggers.schedule_times import next_times
from noria.triggers.trigger_type import TriggerType

_MAX_DEPTH = 6
_BY_TYPE: Mapping[str, JsonValue] = {
    "string": "text",
    "integer": 1,
    "number": 1,
    "boolean": True,
    "null": None,
}


def example_message(kind: TriggerType, config: BaseModel, now: datetime) -> JsonValue:
    """Of a schedule, its next time, or now where it has none; else a value that fits the schema."""
    if isinstance(config, ScheduleConfig):
        return message_for(config, next(iter(next_times(config, now, 1)), now))
    return _example(kind.output_schema, schema_of(kind.output).get("$defs", {}), now, 0)


def _example(
    schema: Mapping[str, Any], known: Mapping[str, Any], now: datetime, depth: int
) -> JsonValue:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if "default" in schema or "const" in schema:
        return schema.get("default", schema.get("const"))
    if "enum" in schema or depth > _MAX_DEPTH:
        return next(iter(schema.get("enum", [])), None)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], known, now, depth + 1)
    return _by_type(schema, known, now, depth)


def _by_type(
    schema: Mapping[str, Any], known: Mapping[str, Any], now: datetime, depth: int
) -> JsonValue:
    if schema.get("type") == "array":
        # Made-up items are rarely right: files among them would name blobs that do not exist.
        return []
    fields = cast("Mapping[str, Mapping[str, Any]]", schema.get("properties", {}))
    if fields or schema.get("type") == "object":
        return {
            name: now.isoformat() if _is_time(name) else _example(field, known, now, depth + 1)
            for name, field in fields.items()
        }
    return _BY_TYPE.get(schema.get("type", ""), {})


def _is_time(field: str) -> bool:
    return field == "date" or field.endswith("_at")
