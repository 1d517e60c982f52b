"""A node's config: its expressions, and whether it is right before and after they are rendered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from noria import each
from noria.config_schema import Schema, fields_at, schema_of, walk
from noria.errors import ExpressionError, NodeFailed, Problem
from noria.expressions.engine import Body, bodies
from noria.expressions.simple import is_simple
from noria.node_type import NodeType
from noria.plan import PlanExpression
from noria.pointers import is_below, replace_at, to_pointer
from noria.spelling import Speller
from noria.validation import place_of, reason_of, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

C = TypeVar("C", bound=BaseModel)


def find_expressions(
    node_type: NodeType[Any], config: Mapping[str, JsonValue]
) -> list[PlanExpression]:
    """In the order of the document, by the `x-ui.expression` of each field."""
    found: list[PlanExpression] = []
    for where, text, mode, _ in walk(node_type.config, dict(config)):
        pointer = to_pointer(where)
        if mode == "only" or (mode == "allow" and "{{" in text):
            bare = mode == "only"
            simple = is_simple(text, bare=bare)
            found.append(PlanExpression(pointer=pointer, source=text, bare=bare, simple=simple))
        elif mode.startswith(each.MODE):
            items = config.get(mode.removeprefix(f"{each.MODE} "))
            found.append(
                PlanExpression(pointer=pointer, source=each.over(text, items, _split), bare=True)
            )
    return found


def _split(template: str) -> Sequence[Body]:
    # What can't be read is a problem of the field that it is in.
    with suppress(ExpressionError):
        return bodies(template)
    return ()


def render(
    config: Mapping[str, JsonValue],
    expressions: Sequence[PlanExpression],
    values: Mapping[str, JsonValue],
) -> dict[str, JsonValue]:
    """The config with each expression's value, by pointer, in its place; values are not read again.

    Raises:
        KeyError: An expression has no value.
    """
    rendered: JsonValue = dict(config)
    for expression in expressions:
        rendered = replace_at(rendered, expression.pointer, values[expression.pointer])
    assert isinstance(rendered, dict)
    return rendered


def check_config(
    node_type: NodeType[Any],
    config: Mapping[str, JsonValue],
    expressions: Sequence[PlanExpression],
) -> list[Problem]:
    """What is wrong before anything is rendered; the places of expressions are left out."""
    problems = [_not_evaluated(name, text) for name, text in _unread_braces(node_type, config)]
    try:
        node_type.config.model_validate(config)
    except ValidationError as error:
        places = [expression.pointer for expression in expressions]
        problems += [
            _problem(node_type, config, details)
            for details in error.errors(include_url=False)
            if _is_unknown(node_type, config, details)
            or not _depends_on_expression(
                to_pointer(place_of(dict(config), details)), details["type"], places
            )
        ]
    return problems


def validate_config(node_type: NodeType[C], rendered: Mapping[str, JsonValue]) -> C:
    """The config as the node gets it.

    Raises:
        NodeFailed: Names every field that is wrong.
    """
    try:
        return node_type.config.model_validate(rendered)
    except ValidationError as error:
        problems = [
            _problem(node_type, rendered, details) for details in error.errors(include_url=False)
        ]
        raise NodeFailed(
            " ".join(problem.message for problem in problems),
            details=[problem.model_dump(mode="json", exclude_none=True) for problem in problems],
        ) from error


def _unread_braces(
    node_type: NodeType[Any], config: Mapping[str, JsonValue]
) -> Iterator[tuple[str, str]]:
    """Fields that take no expressions but hold what looks like one."""
    fields: Mapping[str, Schema] = schema_of(node_type.config).get("properties", {})
    for name, value in config.items():
        mode = fields.get(name, {}).get("x-ui", {}).get("expression")
        if mode == "never" and isinstance(value, str) and "{{" in value:
            yield name, value


def _not_evaluated(name: str, text: str) -> Problem:
    pointer = to_pointer([name])
    return Problem(
        severity="warning",
        code="expression_not_evaluated",
        message=f"The field {pointer!r} takes no expressions: {shown(text)} is used as it stands. "
        "Write a plain value.",
        field=pointer,
    )


def _is_unknown(
    node_type: NodeType[Any], config: Mapping[str, JsonValue], details: "ErrorDetails"
) -> bool:
    """A field that there is not, whatever an expression in it gives."""
    if details["type"] != "extra_forbidden":
        return False
    *around, name = place_of(dict(config), details) or [""]
    known = fields_at(node_type.config, dict(config), around)
    return known is not None and name not in known


def _depends_on_expression(pointer: str, kind: str, places: Sequence[str]) -> bool:
    """Inside an expression's place; or a model's own rule about fields that hold expressions."""
    if any(is_below(pointer, place) for place in places):
        return True
    is_rule = kind in {"value_error", "assertion_error"}
    return is_rule and any(is_below(place, pointer) for place in places)


def _problem(
    node_type: NodeType[Any], config: Mapping[str, JsonValue], details: "ErrorDetails"
) -> Problem:
    pointer = to_pointer(place_of(dict(config), details))
    return Problem(
        code="bad_config", message=_message(node_type, config, details, pointer), field=pointer
    )


def _message(
    node_type: NodeType[Any],
    config: Mapping[str, JsonValue],
    details: "ErrorDetails",
    pointer: str,
) -> str:
    if details["type"] == "missing":
        return f"The field {pointer!r} is missing: give it a value."
    if details["type"] == "extra_forbidden":
        *around, name = place_of(dict(config), details) or [""]
        known = fields_at(node_type.config, dict(config), around) or []
        close = Speller().closest(str(name), known)
        hint = f"did you mean {close!r}?" if close else "remove it."
        return f"There is no field {pointer!r} in {node_type.name}: {hint}"
    where = f"The field {pointer!r}" if pointer else f"The config of {node_type.name}"
    return f"{where} is wrong: {reason_of(details)}"
