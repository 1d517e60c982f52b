"""The input's JSON Schema: whether a `start` node has a right one, and whether an input fits it.

Draft 2020-12 and nothing from elsewhere: a schema that fetches others would reach into networks.
Patterns run on an engine whose time is linear in the text.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Annotated, cast

import jsonschema_rs
from pydantic import AfterValidator, JsonValue

from noria.depth import MAX_DEPTH, is_deeper_than
from noria.errors import Problem
from noria.pointers import to_pointer
from noria.schema_size import count_parts

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MAX_PROBLEMS = 50
MAX_PARTS = 10_000
"""Of a schema whose references are written out: thirty definitions that each name the next one twice
would keep a validator busy for minutes."""
"""Of an input. The validator calls itself for each level and must not run out of stack."""
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
    wrong = [
        _problem(to_pointer(error.instance_path), _text(error))
        for error in islice(_of_schemas().iter_errors(dict(schema)), MAX_PROBLEMS)
    ]
    if wrong:
        return wrong
    try:
        _validator(schema)
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        place = error.instance_path if isinstance(error, jsonschema_rs.ValidationError) else []
        return [_problem(to_pointer(place), _text(error))]
    if count_parts(dict(schema)) > MAX_PARTS:
        reason = (
            f"written out, its references make more than {MAX_PARTS:,} parts; use fewer of them"
        )
        return [_problem("", reason)]
    return []


def check_input(schema: Mapping[str, JsonValue] | None, value: JsonValue) -> list[Problem]:
    """What is wrong with a run's input; fields are JSON pointers into it.

    The schema must be one that `check_schema` finds right.
    """
    if not schema:
        return []
    if is_deeper_than(value, MAX_DEPTH):
        return [_bad_input("", f"it is nested more than {MAX_DEPTH} deep")]
    errors = islice(_validator(schema).iter_errors(value), MAX_PROBLEMS)
    return [_bad_input(to_pointer(error.instance_path), _text(error)) for error in errors]


def _bad_input(pointer: str, reason: str) -> Problem:
    where = f"The input's {pointer!r}" if pointer else "The input"
    return Problem(code="bad_input", message=f"{where} is wrong: {reason}.", field=pointer)


@cache
def _of_schemas() -> jsonschema_rs.Draft202012Validator:
    """For schemas themselves; the dialect comes with the library."""
    return jsonschema_rs.Draft202012Validator({"$ref": DIALECT}, retriever=_refuse)


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


def _right_schema(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    problems = check_schema(schema) if schema else []
    if problems:
        raise ValueError(problems[0].message.rstrip("."))
    return schema


SchemaField = Annotated[dict[str, JsonValue], AfterValidator(_right_schema)]
"""A field of a config that holds a JSON Schema; empty: none."""
