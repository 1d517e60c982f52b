"""Simple expressions, computed without the engine: `trigger.total > 100`, `Order {{ item.id }}`.

An instance of the engine costs ten times what these do, and most expressions of most graphs are such.
What they may consist of: places as in `noria.expressions.paths`, numbers, texts, `true`, `false`, `null`,
brackets, `!`, `* / %`, `+ -`, comparisons, `&&`, `||` and `? :`. Operands are numbers or texts, as
JavaScript and Python treat alike; wherever the two could differ, or something is wrong, there is no
answer and the engine is asked.

A compiled plan says which of its expressions are simple (`PlanExpression.simple`): what was compiled
before goes to the engine as ever, and takes the fuel that its history was recorded with.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pydantic import JsonValue

from noria.expressions.operators import (
    LEVELS,
    Compute,
    Otherwise,
    Scope,
    applied,
    both,
    chosen,
    constant,
    either,
    is_whole,
    negated,
    place,
)
from noria.expressions.paths import MAX_SAFE_INTEGER, MAX_VALUES, PATH, Source, left_after

MAX_SOURCE_CHARS = 500
MAX_NESTING = 20
READ_SOURCES = 4_096
"""Kept by a process."""


_TOKENS = re.compile(
    rf"""[ \t]*(?:
        (?P<place>{PATH}|(?:item|index|key)(?![\w.$\[(?]))(?![\w.$\[(?`]|[ \t]*[\[(`])
      | (?P<word>(?:true|false|null)(?![\w$]))
      | (?P<number>(?:0|[1-9]\d{{0,14}})(?:\.\d{{1,15}})?(?![\w.$]))
      | (?P<text>'[^'\\{{}}\x00-\x1f]*'|"[^"\\{{}}\x00-\x1f]*")
      | (?P<sign>===|!==|<=|>=|&&|\|\||[-+*/%<>!?:()])
    )[ \t]*""",
    re.ASCII | re.VERBOSE,
)
_WORDS: dict[str, JsonValue] = {"true": True, "false": False, "null": None}


def is_simple(source: str, *, bare: bool) -> bool:
    """Whether it may be computed here, given the right operands."""
    return _read(source, bare) is not None


def compute(items: Sequence[Source], scope: Scope) -> list[JsonValue] | None:
    """The values of all items; None when any of them needs the engine."""
    values: list[JsonValue] = []
    left = MAX_VALUES
    for item in items:
        read = _read(item.source, item.bare)
        if read is None:
            return None
        try:
            value = _result(read(scope))
        except Otherwise:
            return None
        left = left - 1 if isinstance(value, str) and is_whole(value) else left_after(value, left)
        if left < 0:
            return None
        values.append(value)
    return values


@lru_cache(maxsize=READ_SOURCES)
def _read(source: str, bare: bool) -> Compute | None:  # a key of the cache
    if len(source) > MAX_SOURCE_CHARS or not is_whole(source) or "__proto__" in source:
        return None
    try:
        return _Reader(source).read() if bare else _template(source)
    except Otherwise:
        return None


def _template(source: str) -> Compute:
    """Text and expressions in turns; one expression alone keeps the type of its value."""
    parts: list[str | Compute] = []
    at = 0
    while (opened := source.find("{{", at)) >= 0:
        # The engine takes the shortest body that can be read: what can be read here is that one.
        closed = source.find("}}", opened + 2)
        if closed < 0:
            raise Otherwise
        if opened > at:
            parts.append(source[at:opened])
        parts.append(_Reader(source[opened + 2 : closed]).read())
        at = closed + 2
    if at < len(source):
        parts.append(source[at:])
    if len(parts) == 1 and not isinstance(parts[0], str):
        return parts[0]

    def text(scope: Scope) -> JsonValue:
        return "".join(
            part if isinstance(part, str) else _written(_result(part(scope))) for part in parts
        )

    return text


def _written(value: JsonValue) -> str:
    """As it reads inside text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case float() if "e" not in repr(value):
            return repr(value)
        case _:
            raise Otherwise


def _result(value: JsonValue) -> JsonValue:
    """A whole number is written without a point, whatever it was computed from."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value) or abs(value) > MAX_SAFE_INTEGER:
        raise Otherwise
    return int(value) if value.is_integer() else value


# ---- reading


class _Reader:
    """Reads one expression, by the precedence of its operators."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def read(self) -> Compute:
        found = self._choice()
        if self._at < len(self._tokens):
            raise Otherwise
        return found

    def _next_is(self, *signs: str) -> str | None:
        """Takes the next token when it is one of these signs."""
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind == "sign" and text in signs:
                self._at += 1
                return text
        return None

    def _choice(self) -> Compute:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise Otherwise
        condition = self._either()
        if self._next_is("?"):
            yes = self._choice()
            if not self._next_is(":"):
                raise Otherwise
            no = self._choice()
            condition = chosen(condition, yes, no)
        self._depth -= 1
        return condition

    def _either(self) -> Compute:
        left = self._both()
        while self._next_is("||"):
            left = either(left, self._both())
        return left

    def _both(self) -> Compute:
        left = self._operation(0)
        while self._next_is("&&"):
            left = both(left, self._operation(0))
        return left

    def _operation(self, level: int) -> Compute:
        if level == len(LEVELS):
            return self._unary()
        left = self._operation(level + 1)
        while sign := self._next_is(*LEVELS[level]):
            left = applied(LEVELS[level][sign], left, self._operation(level + 1))
        return left

    def _unary(self) -> Compute:
        if self._next_is("!"):
            self._depth += 1
            if self._depth > MAX_NESTING:
                raise Otherwise
            inner = self._unary()
            self._depth -= 1
            return negated(inner)
        if self._next_is("("):
            inside = self._choice()
            if not self._next_is(")"):
                raise Otherwise
            return inside
        return self._operand()

    def _operand(self) -> Compute:
        if self._at == len(self._tokens):
            raise Otherwise
        kind, text = self._tokens[self._at]
        self._at += 1
        match kind:
            case "place":
                return place(tuple(text.split(".")))
            case "word":
                return constant(_WORDS[text])
            case "number":
                return constant(float(text) if "." in text else int(text))
            case "text":
                return constant(text[1:-1])
            case _:
                raise Otherwise


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    text = text.strip(" \t\r\n")
    at = 0
    while at < len(text):
        found = _TOKENS.match(text, at)
        if found is None or found.lastgroup is None:
            raise Otherwise
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()
