"""The input's JSON Schema: whether a `start` node has a right one, and whether an input fits it.

Draft 2020-12 and nothing from elsewhere: a schema that fetches others would reach into networks.
Patterns run on an engine whose time is linear in the text.
"""

from collections.abc import Iterator, Mapping
from typing import cast

import jsonschema_rs
from pydantic import JsonValue

from noria.errors import Problem
from noria.pointers import to_pointer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAX_PROBLEMS = 50
_REFERENCES = ("$ref", "$dynamicRef")
_SHOWN_CHARS = 300


def check_schema(schema: Mapping[str, JsonValue]) -> list[Problem]:
    """Fields are JSON pointers into the schema."""
    dialect = schema.get("$schema", DIALECT)
    if not isinstance(dialect, str) or dialect.rstrip("#") != DIALECT:
        return [_problem("/$schema", f"the dialect {dialect!r} is not known: use {DIALECT!r}")]
    remote = [
        _problem(pointer, f"{reference!r} leaves the schema: use a reference that begins with '#'")
        for pointer, reference in _references(dict(schema))
        if not reference.startswith("#")
    ]
    if remote:
        return remote
    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        place = error.instance_path if isinstance(error, jsonschema_rs.ValidationError) else []
        return [_problem(to_pointer(place), _text(error))]
    return []


def check_input(schema: Mapping[str, JsonValue] | None, value: JsonValue) -> list[Problem]:
    """What is wrong with a run's input; fields are JSON pointers into it.

    The schema must be one that `check_schema` finds right.
    """
    if not schema:
        return []
    problems: list[Problem] = []
    for error in _validator(schema).iter_errors(value):
        pointer = to_pointer(error.instance_path)
        where = f"The input's {pointer!r}" if pointer else "The input"
        problems.append(
            Problem(code="bad_input", message=f"{where} is wrong: {_text(error)}.", field=pointer)
        )
        if len(problems) == MAX_PROBLEMS:
            break
    return problems


def _validator(schema: Mapping[str, JsonValue]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        dict(schema),
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        retriever=_refuse,
    )


def _refuse(uri: str) -> JsonValue:
    raise ValueError(f"{uri!r} is not fetched")


def _references(schema: JsonValue) -> Iterator[tuple[str, str]]:
    pending: list[tuple[tuple[str | int, ...], JsonValue]] = [((), schema)]
    while pending:
        where, value = pending.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in _REFERENCES and isinstance(inner, str):
                    yield to_pointer((*where, key)), inner
                pending.append(((*where, key), inner))
        elif isinstance(value, list):
            pending += [((*where, place), inner) for place, inner in enumerate(value)]


def _problem(pointer: str, reason: str) -> Problem:
    return Problem(
        code="bad_input_schema",
        message=f"The input schema is not valid JSON Schema: {reason}.",
        field=pointer,
    )


def _text(error: Exception) -> str:
    """The library's first line; what follows repeats schema and value."""
    message = cast("str", getattr(error, "message", str(error))).partition("\n")[0].rstrip(".")
    return message if len(message) <= _SHOWN_CHARS else message[:_SHOWN_CHARS] + "…"
