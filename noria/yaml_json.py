"""YAML as another spelling of JSON: what JSON can't say is refused, and nothing is guessed.

The words and numbers are those of YAML 1.2: `yes`, `no` and `on` are text, as ports are called so, and
a date is text too. Anchors are refused: a few lines of them stand for more than fits in memory.
"""

import re
from typing import Any, cast

import yaml
from pydantic import JsonValue

from noria.depth import MAX_DEPTH
from noria.errors import Invalid

_WIDTH = 100


class _Loader(yaml.CSafeLoader):
    """Builds nothing but null, booleans, numbers, text, lists and objects.

    The one in C: it reads ten times as fast, and ends the process where a text is nested too deep, so
    that the depth is counted before.
    """

    # Of this class alone: the words that YAML 1.1 takes for something else are text.
    yaml_implicit_resolvers: dict[Any, Any] = {}


class _Dumper(yaml.SafeDumper):
    """Without anchors for what occurs twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        list("-+.0123456789"),
    ),
):
    _Loader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType]
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def read_yaml(text: str) -> JsonValue:
    """One document of YAML or JSON, which is YAML too.

    Raises:
        Invalid: It can't be read, or says what JSON can't; with the line where it is known.
    """
    try:
        _check_events(text)
        value: Any = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, made stricter
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        why = getattr(error, "problem", None) or "it is not YAML"
        raise Invalid(f"The text can't be read{where}: {why}.") from error
    except (RecursionError, ValueError) as error:
        raise Invalid("The text is nested too deep, or has a number that is too long.") from error
    _check(value)
    return value


def write_yaml(value: JsonValue) -> str:
    """In the order of the keys."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True)
    return text


def _check_events(text: str) -> None:
    """
    Raises:
        Invalid: There is an alias, or more depth than JSON may have here.
    """
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Invalid(f"'*{event.anchor}' is an alias: write out what it stands for.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Invalid(f"The text is nested more than {MAX_DEPTH} levels deep.")


def _check(value: object) -> None:
    """
    Raises:
        Invalid: A key is no text, or a value none of JSON's (as after a tag).
    """
    pending = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, dict):
            items = cast("dict[object, object]", found)
            odd = next((key for key in items if not isinstance(key, str)), None)
            if odd is not None:
                raise Invalid(f"The key {odd!r} has to be a text: put it in quotes.")
            pending += items.values()
        elif isinstance(found, list):
            pending += cast("list[object]", found)
        elif found is not None and not isinstance(found, str | int | float):
            raise Invalid(f"JSON has no word for a {type(found).__name__}: {found!r}.")
