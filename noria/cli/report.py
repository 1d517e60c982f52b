"""How the command line speaks: tables, problems, errors. Text from elsewhere is shown harmless."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, JsonValue

from noria.errors import Invalid, NoriaError, Problem
from noria.pointers import to_pointer

FAILED = 1
_BROKEN_PIPE = 141
"""128 + SIGPIPE, as shells count."""


def execute(module: str, command: str, arguments: Namespace) -> int:
    """Run a command and say what went wrong, on stderr. The exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        name = f"{command}_" if iskeyword(command) else command.replace("-", "_")
        status: int = getattr(import_module(module), name)(arguments)
        sys.stdout.flush()
    except NoriaError as error:
        say_error(error)
        return FAILED
    except BrokenPipeError:
        # Who read us, as `head`, has enough; Python must not flush into the closed pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    return status


def say_error(error: NoriaError) -> None:
    """One line, then each problem."""
    problems = error.problems if isinstance(error, Invalid) else ()
    message = error.title if problems else str(error)
    print(f"noria: {harmless(message).rstrip('.')}.", file=sys.stderr)
    if problems:
        print(list_problems(problems), file=sys.stderr)


def list_problems(problems: Sequence[Problem]) -> str:
    """One a line: severity, where, what and what to do."""
    rows = [(problem.severity, _where(problem), problem.message) for problem in problems]
    return table(rows)


def _where(problem: Problem) -> str:
    where = f"{problem.node_id or ''}{problem.field or ''}" or "graph"
    if problem.line is not None:
        where += f" {problem.line}:{problem.column}"
    return where


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side; the last one runs on."""
    shown = [[harmless(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in shown) for column in range(len(shown[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in shown
    )


def say_json(value: BaseModel | Sequence[BaseModel] | dict[str, Any]) -> None:
    """Indented, with a line break at the end."""
    print(orjson.dumps(_to_json(value), option=orjson.OPT_INDENT_2).decode())


def say_json_line(value: BaseModel) -> None:
    """On one line, at once: somebody is following."""
    print(value.model_dump_json(), flush=True)


def _to_json(value: BaseModel | Sequence[BaseModel] | dict[str, Any]) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return value
    return [item.model_dump(mode="json") for item in value]


def harmless(text: str) -> str:
    """Names and messages come from anybody: nothing in them may steer the terminal."""
    return "".join(
        character if character.isprintable() or character == "\n" else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


def show_time(time: datetime | None) -> str:
    """In the time zone of this machine."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S") if time else "-"


def parse_time(option: str, text: str | None) -> datetime | None:
    """In the time zone of this machine, unless it names one.

    Raises:
        Invalid: It is no time.
    """
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise Invalid(f"{option} is {text!r}: write a time as 2026-11-21T12:00.") from error


def read_json(source: str, what: str) -> JsonValue:
    """A file's JSON; `-` is standard input.

    Raises:
        Invalid: It can't be read, or is no JSON.
    """
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise Invalid(f"{what} {source!r} can't be read: {error.strerror}.") from error
    return parse_json(data, f"{what} {source!r}")


def parse_json(data: bytes | str, what: str) -> JsonValue:
    """
    Raises:
        Invalid: It is no JSON.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"{what} is not JSON: {error}.") from error


def read_graph_file(source: str) -> tuple[str | None, JsonValue]:
    """The name, where the file has one, and the graph.

    Raises:
        Invalid: It is not a graph by its outline.
    """
    document = read_json(source, "The file")
    if not isinstance(document, dict):
        raise Invalid(
            f"The file {source!r} holds no JSON object: write a graph, or {{name, graph}}."
        )
    if "graph" not in document:
        return None, document
    unknown = [key for key in document if key not in {"name", "graph"}]
    if unknown:
        raise Invalid(
            f"The file {source!r} has {to_pointer([unknown[0]])!r} beside 'name' and 'graph': remove it."
        )
    name = document.get("name")
    if name is not None and not isinstance(name, str):
        raise Invalid(f"The name in {source!r} is {name!r}: write text.")
    return name, document["graph"]
