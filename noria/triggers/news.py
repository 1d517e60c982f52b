"""What a polled trigger type finds when it asks: for types that packages bring."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from noria.context import NodeContext


@dataclass(frozen=True)
class NewsItem:
    """One piece of news: it starts one run."""

    key: str
    """By which it is known when it is given again: no second run starts. 500 characters at most."""
    payload: JsonValue
    """As the type's `output` describes it."""


@dataclass(frozen=True)
class News:
    """What an answer holds."""

    items: Sequence[NewsItem]
    cursor: JsonValue = None
    """How far it goes: comes back the next time, once all items were dealt with."""


Ask = Callable[[Any, JsonValue, NodeContext], Awaitable[News]]
"""Of a read config, from this cursor on (None: the first time). Raises what nodes raise: it is shown on
the trigger, and asked again at its next time."""
