"""Operators of simple expressions, on operands that JavaScript and Python treat alike."""

import math
import operator
from collections.abc import Callable, Mapping

from pydantic import JsonValue

from noria.expressions.paths import MAX_CHARS, MAX_SAFE_INTEGER, is_same_in_javascript

Scope = Mapping[str, JsonValue]
Compute = Callable[[Scope], JsonValue]
Scalar = str | float | bool | None


class Otherwise(Exception):
    """The engine has to be asked."""


def is_whole(text: str) -> bool:
    """Without halves of characters, and short."""
    if len(text) > MAX_CHARS:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def constant(value: JsonValue) -> Compute:
    return lambda _: value


def place(names: tuple[str, ...]) -> Compute:
    def look(scope: Scope) -> JsonValue:
        value: JsonValue = dict(scope)
        for name in names:
            if not isinstance(value, dict) or name not in value:
                raise Otherwise
            value = value[name]
        return value

    return look


def either(left: Compute, right: Compute) -> Compute:
    def value_of(scope: Scope) -> JsonValue:
        value = left(scope)
        return value if truth(value) else right(scope)

    return value_of


def both(left: Compute, right: Compute) -> Compute:
    def value_of(scope: Scope) -> JsonValue:
        value = left(scope)
        return right(scope) if truth(value) else value

    return value_of


def chosen(condition: Compute, yes: Compute, no: Compute) -> Compute:
    return lambda scope: (yes if truth(condition(scope)) else no)(scope)


def negated(inner: Compute) -> Compute:
    return lambda scope: not truth(inner(scope))


def truth(value: JsonValue) -> bool:
    """Lists and objects are true in JavaScript, empty ones too."""
    return True if isinstance(value, dict | list) else bool(_scalar(value))


def _scalar(value: JsonValue) -> Scalar:
    """One that is the same in both languages; a number may have been written as 2.0."""
    if isinstance(value, dict | list):
        raise Otherwise
    match value:
        case str():
            is_same = is_whole(value)
        case float():
            is_same = math.isfinite(value)
        case _:
            is_same = is_same_in_javascript(value)
    if not is_same:
        raise Otherwise
    return value


def applied(
    operation: Callable[[Scalar, Scalar], JsonValue], left: Compute, right: Compute
) -> Compute:
    return lambda scope: operation(_scalar(left(scope)), _scalar(right(scope)))


def _is_number(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _arithmetic(
    apply: Callable[[float, float], float],
) -> Callable[[Scalar, Scalar], JsonValue]:
    def of_numbers(left: Scalar, right: Scalar) -> JsonValue:
        if not (_is_number(left) and _is_number(right)):
            raise Otherwise
        assert isinstance(left, int | float)
        assert isinstance(right, int | float)
        try:
            value = apply(left, right)
        except (ArithmeticError, ValueError):
            raise Otherwise from None
        if abs(value) > MAX_SAFE_INTEGER:
            raise Otherwise
        return value

    return of_numbers


def _plus(left: Scalar, right: Scalar) -> JsonValue:
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_CHARS:
            raise Otherwise
        return left + right
    return _add(left, right)


def _comparison(apply: Callable[[float | str, float | str], bool]) -> Callable[..., JsonValue]:
    def of_two(left: Scalar, right: Scalar) -> JsonValue:
        # Beyond ASCII, JavaScript compares parts of characters.
        both_text = all(isinstance(each, str) and each.isascii() for each in (left, right))
        if not both_text and not (_is_number(left) and _is_number(right)):
            raise Otherwise
        assert left is not None
        assert right is not None
        return apply(left, right)

    return of_two


def _is_equal(left: Scalar, right: Scalar) -> bool:
    """`===`: of one type and value; a boolean is no number."""
    return _kind(left) == _kind(right) and left == right


def _kind(value: Scalar) -> str:
    return "number" if _is_number(value) else type(value).__name__


_add = _arithmetic(operator.add)
LEVELS: tuple[dict[str, Callable[[Scalar, Scalar], JsonValue]], ...] = (
    {"===": _is_equal, "!==": lambda left, right: not _is_equal(left, right)},
    {
        "<=": _comparison(operator.le),
        ">=": _comparison(operator.ge),
        "<": _comparison(operator.lt),
        ">": _comparison(operator.gt),
    },
    {"+": _plus, "-": _arithmetic(operator.sub)},
    {
        "*": _arithmetic(operator.mul),
        "/": _arithmetic(lambda left, right: left / right),
        "%": _arithmetic(math.fmod),
    },
)
"""Operators of two operands, those that bind least first; of one level from left to right."""
