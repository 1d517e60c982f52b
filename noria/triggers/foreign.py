"""What strangers send, and what of it must not become the input of a run."""

import re
from collections.abc import Sequence

import orjson
from pydantic import JsonValue

from noria.depth import MAX_DEPTH, is_deeper_than, items_of
from noria.errors import Invalid

MAX_LEVELS = MAX_DEPTH - 4
"""Of nesting: what is sent lies inside of a message, and that of a batch."""
RESERVED = "$blob"
"""Whoever could write this key would read what others of the workspace have stored."""
_NOT_STORED = re.compile("[\x00\ud800-\udfff]")


def check_foreign(value: JsonValue) -> None:
    """
    Raises:
        Invalid: Nested too deeply, with a reference to a blob in it, or with text or numbers that can't be kept.
    """
    if is_deeper_than(value, MAX_LEVELS):
        raise Invalid(f"The message is nested more than {MAX_LEVELS} levels deep: send it flatter.")
    level: Sequence[JsonValue] = [value]
    while level:
        if any(isinstance(each, dict) and RESERVED in each for each in level):
            raise Invalid(f"The key {RESERVED!r} is ours: call it otherwise.")
        level = [item for each in level for item in items_of(each)]
    try:
        orjson.dumps(value)
    except TypeError as error:
        raise Invalid(f"The message is no JSON that can be kept: {error}.") from error


def clean(text: str) -> str:
    """Without characters that can't be stored."""
    return _NOT_STORED.sub("\ufffd", text)
