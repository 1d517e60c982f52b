"""What an agent's model is told: its task, then what came of the calls it asked for. Pure."""

from collections.abc import Sequence
from typing import Any, cast

import orjson
from pydantic import BaseModel, JsonValue

MAX_RESULT_CHARS = 30_000
"""Of one result; a model's context is not endless."""


class Asked(BaseModel):
    """A call that the model asked for, and what it is told if it can't have it."""

    id: str
    name: str
    key: str = ""
    """Of the call that is made; empty: none is."""
    arguments: JsonValue = None
    refused: str = ""


def begin(instructions: str, given: JsonValue) -> list[dict[str, Any]]:
    """The first messages."""
    messages: list[dict[str, Any]] = []
    if instructions:
        messages.append({"role": "system", "content": instructions})
    task = given if isinstance(given, str) else orjson.dumps(given).decode()
    messages.append({"role": "user", "content": task})
    return messages


def results(asked: Sequence[Asked], given: JsonValue, review: JsonValue) -> list[dict[str, Any]]:
    """One message for each call, as models insist on."""
    return [
        {
            "role": "tool",
            "tool_call_id": each.id,
            "name": each.name,
            "content": _said(each, given, review),
        }
        for each in asked
    ]


def _said(each: Asked, given: JsonValue, review: JsonValue) -> str:
    if each.refused:
        return _error(each.refused)
    verdict = given_for(review, each.key)
    if isinstance(verdict, dict) and not verdict.get("allowed"):
        why = verdict.get("comment") or verdict.get("decision")
        return _error(f"A person did not allow this call: {why}")
    result = given_for(given, each.key)
    if isinstance(result, dict) and set(result) == {"error"}:
        error = cast("dict[str, Any]", result["error"])
        return _error(str(error.get("message", error)))
    text = result if isinstance(result, str) else orjson.dumps(result).decode()
    if len(text) > MAX_RESULT_CHARS:
        return f"{text[:MAX_RESULT_CHARS]}… ({len(text) - MAX_RESULT_CHARS} more characters)"
    return text


def _error(text: str) -> str:
    return orjson.dumps({"error": text}).decode()


def given_for(value: JsonValue, key: str) -> JsonValue:
    """What stands under the key of a call."""
    return value.get(key) if isinstance(value, dict) else None
