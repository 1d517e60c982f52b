"""From what came to what a run is started with: the expressions that every trigger may have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from noria.errors import Invalid, Problem
from noria.expressions import Budget, ExpressionItem, check, evaluate
from noria.pointers import to_pointer

MAX_KEY_CHARS = 200


class MessageMapping(BaseModel):
    """Expressions over `trigger`, which is the message."""

    model_config = ConfigDict(extra="forbid")

    filter: str = Field(default="", max_length=4_000, pattern=r"^[^\x00]*$")
    """A bare expression; a message for which it is not true starts no run."""
    input: JsonValue = None
    """Any JSON value with `{{ }}` in it: the run's input. Null: the whole message."""
    key: str = Field(default="", max_length=4_000, pattern=r"^[^\x00]*$")
    """A template: the business key of the run, as `order-{{ trigger.body.id }}`."""
    key_policy: Literal["auto", "join", "reject", "cancel_previous", "queue"] = "auto"
    """While another run with the key goes on: `join` starts none, `reject` refuses the message, which of a
    broker, a poll or a mailbox is a dead letter then, `cancel_previous` cancels that run first, and `queue`
    starts this one afterwards. `auto` is `queue` for messages that nobody sends again (of a broker, a poll
    or a mailbox), and else `join`."""


@dataclass(frozen=True)
class Mapped:
    """What a message comes to."""

    passes: bool
    """The filter lets it through."""
    input: JsonValue
    key: str | None


def map_message(mapping: MessageMapping, message: JsonValue, *, now: datetime, seed: str) -> Mapped:
    """
    Raises:
        ExpressionError: An expression fails on this message.
        Invalid: The business key is not a short line of text.
    """
    scope: dict[str, JsonValue] = {"trigger": message}

    def values(items: list[ExpressionItem]) -> dict[str, JsonValue]:
        done = evaluate(items, scope, budget=Budget.WORKFLOW, now=now, seed=seed)
        return done.values

    if mapping.filter:
        passed = values([ExpressionItem("/filter", mapping.filter, bare=True)])["/filter"]
        if not passed:
            return Mapped(passes=False, input=None, key=None)
    items = _templates(mapping.input, ("input",))
    if mapping.key:
        items.append(ExpressionItem("/key", mapping.key))
    found = values(items) if items else {}
    given = message if mapping.input is None else _filled(mapping.input, ("input",), found)
    return Mapped(passes=True, input=given, key=_key(found.get("/key")))


def check_mapping(mapping: MessageMapping) -> list[Problem]:
    """What is wrong with the expressions, before any message comes."""
    items = _templates(mapping.input, ("input",))
    if mapping.filter:
        items.append(ExpressionItem("/filter", mapping.filter, bare=True))
    if mapping.key:
        items.append(ExpressionItem("/key", mapping.key))
    return [
        Problem(
            code="bad_expression",
            message=str(error),
            field=field,
            line=error.line,
            column=error.column,
        )
        for field, error in check(items)
    ]


def _templates(value: JsonValue, where: tuple[str | int, ...]) -> list[ExpressionItem]:
    if isinstance(value, str):
        return [ExpressionItem(to_pointer(where), value)] if "{{" in value else []
    if isinstance(value, dict):
        return [item for name, each in value.items() for item in _templates(each, (*where, name))]
    if isinstance(value, list):
        return [item for at, each in enumerate(value) for item in _templates(each, (*where, at))]
    return []


def _filled(
    value: JsonValue, where: tuple[str | int, ...], found: dict[str, JsonValue]
) -> JsonValue:
    if isinstance(value, str):
        return found.get(to_pointer(where), value)
    if isinstance(value, dict):
        return {name: _filled(each, (*where, name), found) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, (*where, at), found) for at, each in enumerate(value)]
    return value


def _key(value: JsonValue) -> str | None:
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else str(cast("object", value))
    if len(text) > MAX_KEY_CHARS or not all("\x21" <= char <= "\x7e" for char in text):
        raise Invalid(
            f"The business key came out as {text[:100]!r}: it may have up to {MAX_KEY_CHARS} "
            "printable ASCII characters without blanks."
        )
    return text
