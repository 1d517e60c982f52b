"""Config fields that are evaluated once for each item of a list: `item.total > 100`.

Such a field (`ui(expression="each", each="items")`) holds a bare expression. At publish time it becomes one
expression that goes over the list of the field it names, so that the node is given the values, in the order of
the items, and everything else in scope can be read as well. `item` and `index` (from 0) are the field's own.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, JsonValue, WithJsonSchema

MODE = "each"
NAMES = frozenset(("item", "index"))

# What is no list gives nothing: the field that holds it is refused with its own words.
_BEFORE = "((f,x)=>Array.isArray(x)?x.map(f):[])((item,index)=>(("
_BETWEEN = "\n)??null),"
_AFTER = "\n)"


def _values(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("write an expression about one item, as `item.total > 100`")
    return value  # pyright: ignore[reportUnknownVariableType] # judged by the model next


Each = Annotated[
    list[JsonValue], BeforeValidator(_values), WithJsonSchema({"type": "string", "minLength": 1})
]
"""Type of such a field: a text in the document, the values of all items when the node gets it."""


def over(expression: str, items: JsonValue, split: Callable[[str], Sequence[Any]]) -> str:
    """The expression that gives its value for each item; `split` takes a template apart."""
    return f"{_BEFORE}{expression}{_BETWEEN}{_script(items, split)}{_AFTER}"


def inside(source: str) -> str | None:
    """What the author wrote, of a source that `over` made; None for any other."""
    if not source.startswith(_BEFORE):
        return None
    return source[len(_BEFORE) :].partition(_BETWEEN)[0]


def column(source: str, line: int | None, at: int | None) -> int | None:
    """A column of such a source as its author counts it."""
    if at is None or line != 1 or not source.startswith(_BEFORE):
        return at
    return max(at - len(_BEFORE), 1)


def plainly(message: str, source: str) -> str:
    """An error's message about such a source, quoting what the author wrote."""
    expression = inside(source)
    if expression is None:
        return message
    return f"{message.partition(' (in: ')[0]} (in: {expression.strip()[:120]})"


def _script(value: JsonValue, split: Callable[[str], Sequence[Any]]) -> str:
    """The value as JavaScript, with the expressions of its templates in their places."""
    if isinstance(value, list):
        return f"[{','.join(_script(each, split) for each in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_literal(key)}:{_script(each, split)}" for key, each in value.items())
        return f"({{{','.join(pairs)}}})"
    if isinstance(value, str) and "{{" in value:
        return _template(value, split)
    return _literal(value)


def _template(text: str, split: Callable[[str], Sequence[Any]]) -> str:
    bodies = split(text)
    if len(bodies) == 1 and text.strip() == f"{{{{{bodies[0].text}}}}}":
        return f"({bodies[0].text}\n)"
    parts: list[str] = []
    for body in bodies:
        before, _, text = text.partition(f"{{{{{body.text}}}}}")
        parts += (_literal(before), f"({body.text}\n)")
    return "+".join((*parts, _literal(text)))


def _literal(value: JsonValue) -> str:
    return orjson.dumps(value).decode()
