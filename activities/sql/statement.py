"""SQL with named parameters: values never become part of the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from noria.errors import NodeFailed
from noria.node_type import ui

MAX_SQL_CHARS = 100_000

Sql = Annotated[
    str,
    Field(
        title="SQL",
        description="With `:name` where a parameter goes. It takes no expressions: values are parameters.",
        min_length=1,
        max_length=MAX_SQL_CHARS,
        json_schema_extra=ui(
            widget="code",
            language="sql",
            multiline=True,
            expression="never",
            placeholder="SELECT * FROM customer WHERE id = :id",
        ),
    ),
]
Params = Annotated[
    dict[str, JsonValue],
    Field(
        title="Parameters",
        description="By name. Lists and objects are sent as JSON.",
        json_schema_extra=ui(widget="key_value"),
    ),
]

Style = Literal["pyformat", "named", "qmark"]


@dataclass(frozen=True)
class Dialect:
    """How one kind of database reads a statement."""

    style: Style
    token: re.Pattern[str]
    """Matches parameters, and all that a colon may stand in without beginning one: texts, names, comments, casts."""


def _dialect(style: Style, *opaque: str) -> Dialect:
    both = (*opaque, r"/\*.*?\*/", "::", r":(?P<name>[A-Za-z_]\w*)", "%")
    return Dialect(style, re.compile("|".join(both), re.DOTALL))


_TEXT = r"'(?:[^']|'')*'"
_NAMED = r'"(?:[^"]|"")*"'
_TICKED = r"`[^`]*`"
_COMMENT = r"--[^\n]*"

# Brackets are an array or a slice of one here, and a backslash means itself but in E'…'.
POSTGRESQL = _dialect(
    "pyformat",
    r"(?<!\w)[eE]'(?:[^'\\]|''|\\.)*'",
    _TEXT,
    _NAMED,
    _COMMENT,
    r"(?<![\w$])\$(?P<tag>(?:[A-Za-z_]\w*)?)\$.*?\$(?P=tag)\$",
)
# Both quotes hold texts, in which a backslash escapes; two hyphens begin a comment only before a space.
MYSQL = _dialect(
    "pyformat",
    r"'(?:[^'\\]|''|\\.)*'",
    r'"(?:[^"\\]|""|\\.)*"',
    _TICKED,
    r"--(?=\s|\Z)[^\n]*",
    r"\#[^\n]*",
)
SQLITE = _dialect("named", _TEXT, _NAMED, _TICKED, r"\[[^\]]*\]", _COMMENT)
SQLSERVER = _dialect("qmark", _TEXT, _NAMED, r"\[(?:[^\]]|\]\])*\]", _COMMENT)
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?")


def prepare(
    sql: str, params: Mapping[str, JsonValue], dialect: Dialect
) -> tuple[str, Mapping[str, JsonValue] | Sequence[JsonValue]]:
    """The statement as a driver takes it, with the values that it names.

    Without values it is as it was given: no driver then reads it for places of them.

    Raises:
        NodeFailed: A parameter has no value.
    """
    style, names = dialect.style, list[str]()

    def placed(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0].replace("%", "%%") if style == "pyformat" else match[0]
        if name not in params:
            raise NodeFailed(f"The statement names :{name}, but there is no such parameter.")
        names.append(name)
        return {"pyformat": f"%({name})s", "named": f":{name}", "qmark": "?"}[style]

    text = dialect.token.sub(placed, sql)
    if not names:
        return sql, []
    if style == "qmark":
        return text, [params[name] for name in names]
    return text, {name: params[name] for name in names}


def insert_statement(table: str, columns: Sequence[str], quote: str, suffix: str = "") -> str:
    """An INSERT with one named parameter for each column, as `c0`.

    Raises:
        NodeFailed: A name is not one that can be written plainly.
    """
    if not _NAME.fullmatch(table):
        raise NodeFailed(f"{table!r} is no name of a table; write it as 'orders' or 'shop.orders'.")
    for column in columns:
        if quote in column or not column or "\x00" in column:
            raise NodeFailed(f"{column!r} is no name of a column.")
    names = ", ".join(f"{quote}{column}{quote}" for column in columns)
    values = ", ".join(f":c{at}" for at in range(len(columns)))
    return f"INSERT INTO {table} ({names}) VALUES ({values}){suffix}"  # noqa: S608 # names are checked


def in_pieces(rows: Sequence[JsonValue], size: int) -> Iterator[Sequence[JsonValue]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
