"""Answers that have to fit a JSON Schema: read, judged, and mended once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import JsonValue

from noria.errors import Problem
from noria.input_schema import check_input

MAX_TOLD = 10
_FENCE = "```"


@dataclass(frozen=True)
class Structured:
    """What was found in an answer."""

    data: JsonValue
    problems: list[Problem]


def read(text: str, schema: Mapping[str, JsonValue]) -> Structured:
    """The answer as data, and everything that is wrong with it."""
    try:
        data: JsonValue = orjson.loads(_unfenced(text))
    except orjson.JSONDecodeError as error:
        return Structured(None, [Problem(code="no_json", message=f"It is not JSON: {error}.")])
    return Structured(data, check_input(schema, data))


def complaint(problems: list[Problem]) -> str:
    """What the model is told, so that it can do better."""
    told = "\n".join(f"- {each.field or '/'}: {each.message}" for each in problems[:MAX_TOLD])
    return (
        "Your answer does not fit the JSON Schema that was asked for:\n"
        f"{told}\n"
        "Answer again with the corrected JSON and nothing else."
    )


def instruction(schema: Mapping[str, Any]) -> str:
    """For models whose provider knows no schemas: the same in words."""
    written = orjson.dumps(schema).decode()
    return f"Answer with JSON that fits this JSON Schema, and with nothing else:\n{written}"


def _unfenced(text: str) -> str:
    """Many models put their JSON into a Markdown fence."""
    plain = text.strip()
    if not plain.startswith(_FENCE) or not plain.endswith(_FENCE):
        return plain
    body = plain[len(_FENCE) : -len(_FENCE)]
    first, newline, rest = body.partition("\n")
    return rest if newline and first.strip().isalpha() else body
