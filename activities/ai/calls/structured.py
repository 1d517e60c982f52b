"""Answers that have to fit a JSON Schema: read, judged, and mended once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import JsonValue

from noria.errors import Problem
from noria.input_schema import check_input

MAX_TOLD = 10
_FENCED = re.compile(r"```[a-zA-Z]*[ \t]*\n?(.*?)```", re.DOTALL)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


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


def complaint(problems: Sequence[Problem]) -> str:
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
    """Many models put their JSON into a Markdown fence, some words before it, or think aloud first."""
    plain = _THOUGHT.sub("", text).strip()
    if plain.startswith(("{", "[", '"')):
        return plain
    fenced = _FENCED.search(plain)
    if fenced:
        return fenced[1].strip()
    start, end = plain.find("{"), plain.rfind("}")
    # Only where nothing else can be meant: a list or a word among words is no answer in JSON.
    return plain[start : end + 1] if 0 <= start < end else plain
