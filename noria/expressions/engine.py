"""Evaluates and checks a step's templates and expressions. What they mean is in `guest/`.

The same items, scope, now and seed give the same values and take the same fuel, in every thread and process, so
workflow code may evaluate: a replay gets what the first run got.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from math import isfinite
from typing import Any, cast

import orjson
from pydantic import JsonValue

from noria import each, plan
from noria.depth import MAX_DEPTH, is_deeper_than, is_too_deep
from noria.errors import ExpressionError, ExpressionLimitError
from noria.expressions.instance import Engine, EngineTrap, engine_id
from noria.expressions.paths import MAX_SAFE_INTEGER, read_paths
from noria.expressions.simple import compute

ENGINE_ID = engine_id()
"""Which engine a plan was checked with; another may count fuel otherwise."""

MAX_SOURCE_BYTES = 16 * 1024
CHECK_FUEL = 2_000_000_000
CHECKED_AT_ONCE = 500
READ_ITEMS = 4_096
"""Kept by a process."""
READ_CHARS = 512
"""Of a longer source the parts are not kept: they take up to ten times its room."""
QUOTED_CHARS = 120
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Budget(Enum):
    """What one `evaluate` may spend: fuel (about an instruction each) and characters of JSON as the result."""

    WORKFLOW = (500_000_000, 256 * 1024)
    ACTIVITY = (5_000_000_000, 16 * 1024 * 1024)

    @property
    def fuel(self) -> int:
        return self.value[0]

    @property
    def result_chars(self) -> int:
        return self.value[1]


@dataclass(frozen=True)
class ExpressionItem:
    """A template, or a bare expression, under a key of the caller's."""

    key: str
    source: str
    bare: bool = False
    simple: bool = False
    """As its plan says; see `noria.expressions.simple`."""

    @classmethod
    def of(cls, expression: plan.PlanExpression) -> "ExpressionItem":
        """Under its pointer."""
        return cls(expression.pointer, expression.source, expression.bare, expression.simple)


@dataclass(frozen=True)
class Evaluation:
    """Values by key, and the fuel that all of them took together."""

    values: dict[str, JsonValue]
    fuel: int


def evaluate(
    items: Sequence[ExpressionItem],
    scope: Mapping[str, JsonValue],
    *,
    budget: Budget,
    now: datetime,
    seed: str,
) -> Evaluation:
    """Evaluate all items of a step, in order, in one fresh instance.

    `scope` holds any of `steps, trigger, vars, env, run, item, index, key, loop`. Integers beyond 2^53 reach an
    expression as strings, so that no digit is lost. `now` and `seed` are all that an expression sees of
    clock and chance.

    Raises:
        ExpressionError: An expression is wrong or reads a path that is missing.
        ExpressionLimitError: The budget is spent.
    """
    read = (compute if all(item.simple for item in items) else read_paths)(items, scope)
    if read is not None:
        return Evaluation({item.key: value for item, value in zip(items, read, strict=True)}, 0)
    for item in items:
        _check_size(item)
    request = _reading_request("evaluate", items, seed=seed)
    data = _scope_json(scope, items[0])
    now_ns = (now - EPOCH) // timedelta(microseconds=1) * 1_000
    try:
        answer, fuel = Engine.shared().run(
            request, data, fuel=budget.fuel, result_chars=budget.result_chars, now_ns=now_ns
        )
    except EngineTrap as trap:
        raise _spent(items[trap.item], trap, budget.fuel) from None
    try:
        reply = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise _too_deep(items, scope, budget=budget, now=now, seed=seed) from None
    if failure := reply.get("error"):
        raise _error(failure, items)
    if is_too_deep(reply["values"], answer):
        _check_depth(items, reply["values"])
    values = [_from_javascript(value) for value in reply["values"]]
    return Evaluation({item.key: value for item, value in zip(items, values, strict=True)}, fuel)


def evaluate_each(
    items: Sequence[ExpressionItem],
    scopes: Sequence[Mapping[str, JsonValue]],
    *,
    now: datetime,
    seeds: Sequence[str],
) -> list[Evaluation | ExpressionError]:
    """As `evaluate` with one scope after the other, at a small part of the cost; for activities.

    An item that fails, fails with its own scope only. Fuel is not told apart.
    """
    if not items or not scopes:
        return [Evaluation({}, 0) for _ in scopes]
    try:
        data = orjson.dumps(list(scopes), option=orjson.OPT_STRICT_INTEGER)
        answer, _ = Engine.shared().run(
            _reading_request("evaluate_each", items, seeds=list(seeds)),
            data,
            fuel=Budget.ACTIVITY.fuel,
            result_chars=Budget.ACTIVITY.result_chars,
            now_ns=(now - EPOCH) // timedelta(microseconds=1) * 1_000,
        )
        replies = orjson.loads(answer)
    except (TypeError, orjson.JSONDecodeError, EngineTrap):
        # Together they are too much, or hold what is rare: one by one each gets its own answer.
        return [_alone(items, scope, now, seed) for scope, seed in zip(scopes, seeds, strict=True)]
    if is_too_deep(replies, answer):
        return [_alone(items, scope, now, seed) for scope, seed in zip(scopes, seeds, strict=True)]
    return [_answer(reply, items) for reply in replies]


def _alone(
    items: Sequence[ExpressionItem], scope: Mapping[str, JsonValue], now: datetime, seed: str
) -> Evaluation | ExpressionError:
    try:
        return evaluate(items, scope, budget=Budget.ACTIVITY, now=now, seed=seed)
    except ExpressionError as error:
        return error


def _answer(
    reply: Mapping[str, Any], items: Sequence[ExpressionItem]
) -> Evaluation | ExpressionError:
    if failure := reply.get("error"):
        return _error(failure, items)
    values = [_from_javascript(value) for value in reply["values"]]
    return Evaluation({item.key: value for item, value in zip(items, values, strict=True)}, 0)


def _check_depth(items: Sequence[ExpressionItem], values: Sequence[JsonValue]) -> None:
    for item, value in zip(items, values, strict=True):
        if is_deeper_than(value, MAX_DEPTH):
            raise _limit(item, f"The result is nested more than {MAX_DEPTH} levels deep.")


def check(items: Sequence[ExpressionItem]) -> list[tuple[str, ExpressionError]]:
    """The key and error of every item that can't be parsed, in order; nothing is evaluated."""
    found: list[tuple[str, ExpressionError]] = []
    readable: list[ExpressionItem] = []
    for item in items:
        try:
            _check_size(item)
            readable.append(item)
        except ExpressionLimitError as error:
            found.append((item.key, error))
    for start in range(0, len(readable), CHECKED_AT_ONCE):
        found += _check_some(readable[start : start + CHECKED_AT_ONCE])
    order = {item.key: number for number, item in enumerate(items)}
    return sorted(found, key=lambda failure: order[failure[0]])


def _check_some(items: Sequence[ExpressionItem]) -> list[tuple[str, ExpressionError]]:
    try:
        failures = _ask("check", items)
    except EngineTrap as trap:
        at = trap.item
        if len(items) == 1:
            return [(items[0].key, _spent(items[0], trap, CHECK_FUEL))]
        # Together they spent the budget; alone only those do that are to blame.
        parts = (items[:at], items[at : at + 1], items[at + 1 :])
        return [failure for part in parts if part for failure in _check_some(part)]
    errors = [_error(failure, items) for failure in failures]
    return [(str(error.key), error) for error in errors]


@dataclass(frozen=True)
class Body:
    """An expression inside a template."""

    offset: int
    """UTF-16 units before it."""
    text: str


def bodies(source: str) -> list[Body]:
    """The expressions of a template.

    Raises:
        ExpressionError: One of them can't be parsed.
    """
    item = ExpressionItem("", source)
    _check_size(item)
    try:
        found = _ask("split", [item])[0]
    except EngineTrap as trap:
        raise _spent(item, trap, CHECK_FUEL) from None
    if isinstance(found, dict):
        raise _error(cast(dict[str, Any], found), [item])
    return [Body(offset, text) for offset, text in found]


def _ask(task: str, items: Sequence[ExpressionItem]) -> list[Any]:
    answer, _ = Engine.shared().run(
        _request(task, items), b"{}", fuel=CHECK_FUEL, result_chars=0, now_ns=0
    )
    return json.loads(answer)


def _request(task: str, items: Sequence[ExpressionItem], **more: str | list[str]) -> bytes:
    sources = [{"source": item.source, "bare": item.bare} for item in items]
    # ASCII, because a source may hold half a character, which UTF-8 can't.
    return json.dumps({"task": task, "items": sources, **more}).encode()


def _reading_request(task: str, items: Sequence[ExpressionItem], **more: str | list[str]) -> bytes:
    """As `_request`, with what an instance has read of each item before: half of its work."""
    known = ", ".join(_read(item.source, item.bare) for item in items)
    return f'{{"task": "{task}", "items": [{known}], {json.dumps(more)[1:]}'.encode()


@lru_cache(maxsize=READ_ITEMS)
def _read(source: str, bare: bool) -> str:  # a key of the cache
    """The item in JSON, with its `parts`; without them if it can't be parsed."""
    item = ExpressionItem("", source, bare)
    plain: dict[str, Any] = {"source": source, "bare": bare}
    if len(source) > READ_CHARS:
        return json.dumps(plain)
    try:
        parts = _ask("read", [item])[0]
    except EngineTrap:
        return json.dumps(plain)
    return json.dumps(plain | {"parts": parts} if isinstance(parts, list) else plain)


def _check_size(item: ExpressionItem) -> None:
    # A character is at most four bytes: most sources need no counting.
    if len(item.source) * 4 <= MAX_SOURCE_BYTES:
        return
    size = len(item.source.encode("utf-8", "surrogatepass"))
    if size > MAX_SOURCE_BYTES:
        raise _limit(item, f"The expression is {size} bytes long; {MAX_SOURCE_BYTES} is the most.")


# ---- values on their way in and out


def _scope_json(scope: Mapping[str, JsonValue], item: ExpressionItem) -> bytes:
    try:
        return orjson.dumps(scope, option=orjson.OPT_STRICT_INTEGER)
    except (
        TypeError
    ):  # large integers, halves of characters, or deep nesting: rare, so slow is fine
        pass
    try:
        return json.dumps(_to_javascript(dict(scope))).encode()
    except RecursionError:
        raise _limit(item, "The data that the expression reads is nested too deeply.") from None


def _to_javascript(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {str(key): _to_javascript(item) for key, item in value.items()}
        case list():
            return [_to_javascript(item) for item in value]
        case int() if abs(value) > MAX_SAFE_INTEGER:
            return str(value)
        case float() if not isfinite(value):
            return None
        case _:
            return value


def _from_javascript(value: JsonValue) -> JsonValue:
    """A whole number beyond 2^53 was a rounded one in JavaScript: it stays a float, and so a number."""
    try:
        orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except TypeError:
        return _floats(value)
    return value


def _floats(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {key: _floats(item) for key, item in value.items()}
        case list():
            return [_floats(item) for item in value]
        case int() if abs(value) > MAX_SAFE_INTEGER:
            return float(value)
        case _:
            return value


# ---- errors


def _error(failure: Mapping[str, Any], items: Sequence[ExpressionItem]) -> ExpressionError:
    kind = ExpressionLimitError if failure["limit"] else ExpressionError
    index: int = failure["index"]
    item = items[index]
    error = kind(
        each.plainly(failure["message"], item.source),
        expression=each.inside(item.source) or failure["expression"],
        name=failure["name"],
        line=failure["line"],
        column=each.column(item.source, failure["line"], failure["column"]),
        path=failure["path"],
    )
    error.key = item.key
    return error


def _limit(item: ExpressionItem, what: str) -> ExpressionLimitError:
    quoted = (each.inside(item.source) or item.source).strip()
    if len(quoted) > QUOTED_CHARS:
        quoted = quoted[:QUOTED_CHARS] + "…"
    expression = _well_formed(item.source[:MAX_SOURCE_BYTES])
    error = ExpressionLimitError(
        f"{what} (in: {_well_formed(quoted)})", expression=expression, name="RangeError"
    )
    error.key = item.key
    return error


def _well_formed(text: str) -> str:
    """Without halves of characters, which no log or message can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _spent(item: ExpressionItem, trap: EngineTrap, fuel: int) -> ExpressionLimitError:
    if trap.out_of_fuel:
        return _limit(item, f"It did not finish within its budget of {fuel:,} instructions.")
    return _limit(
        item, "It needs more memory than an expression may have, or calls itself too deeply."
    )


def _too_deep(
    items: Sequence[ExpressionItem],
    scope: Mapping[str, JsonValue],
    *,
    budget: Budget,
    now: datetime,
    seed: str,
) -> ExpressionLimitError:
    """Names the item whose result can't be read back; each is asked again alone to find it."""
    for item in items[:-1]:
        try:
            evaluate([item], scope, budget=budget, now=now, seed=seed)
        except ExpressionLimitError as error:
            return error
    return _limit(items[-1], "The result is nested too deeply.")
