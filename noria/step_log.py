"""A line that a node logged, as it is kept beside its step: few, and short."""

from datetime import datetime
from typing import Any, Literal

import orjson
from pydantic import JsonValue

from noria.run import Record

MAX_LINES = 200
"""Kept of one attempt."""
MAX_MESSAGE_CHARS = 2_000
MAX_FACTS_BYTES = 4_096
LAST = "Further lines of this attempt are in the worker's log only."


class LogLine(Record):
    """The attempt is named by the four ids before it."""

    run_id: str
    workspace_id: str
    node_id: str
    iteration: str
    attempt: int
    number: int
    """From 1."""
    at: datetime
    level: Literal["info", "warning"]
    message: str
    facts: dict[str, JsonValue] | None = None


def fit_message(text: str) -> str:
    """Short enough, and without the one character that PostgreSQL's text can't hold."""
    plain = text.replace("\x00", "�")
    return plain if len(plain) <= MAX_MESSAGE_CHARS else plain[: MAX_MESSAGE_CHARS - 1] + "…"


def fit_facts(values: dict[str, Any]) -> dict[str, JsonValue] | None:
    """As JSON; what is no JSON as its `repr`, and too much of it as the beginning of the text."""
    if not values:
        return None
    text = orjson.dumps(values, default=repr, option=orjson.OPT_NON_STR_KEYS)
    if len(text) > MAX_FACTS_BYTES:
        return {"…": text[:MAX_FACTS_BYTES].decode(errors="ignore")}
    return orjson.loads(text)
