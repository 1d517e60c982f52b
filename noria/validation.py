"""Pydantic's errors in our words: where in a document, and what was there."""

import reprlib
from typing import TYPE_CHECKING

from pydantic import JsonValue

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SHOWN_CHARS = 80
_short = reprlib.Repr()
_short.maxlevel = 3
_short.maxstring = _short.maxother = _SHOWN_CHARS


def shown(value: object) -> str:
    """An offending value for a message, cut short: it may be a megabyte, or nested without end."""
    text = _short.repr(value)
    return text if len(text) <= 2 * _SHOWN_CHARS else text[: 2 * _SHOWN_CHARS] + "…"


def place_of(document: JsonValue, details: "ErrorDetails") -> list[str | int]:
    """Where it is, without the names of union options, which no document has."""
    tokens: list[str | int] = []
    value = document
    last = len(details["loc"]) - 1
    for position, token in enumerate(details["loc"]):
        found, inner = _step_into(value, token)
        if found or (position == last and details["type"] == "missing"):
            tokens.append(token)
            value = inner
    return tokens


def reason_of(details: "ErrorDetails") -> str:
    """What is wrong and what was there, to follow "... is wrong: "."""
    if details["type"] == "recursion_depth_exceeded":
        return "it is nested too deeply; make it flatter."
    reason = details["msg"].removeprefix("Value error, ").removesuffix(".")
    return f"{reason} (it is {shown(details['input'])})."


def _step_into(value: JsonValue, token: str | int) -> tuple[bool, JsonValue]:
    if isinstance(value, dict) and isinstance(token, str) and token in value:
        return True, value[token]
    if isinstance(value, list) and isinstance(token, int) and token < len(value):
        return True, value[token]
    return False, value
