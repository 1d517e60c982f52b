"""Cursors: pages that stay right while rows are added."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from noria.errors import Invalid, Problem

T = TypeVar("T")
Key = tuple[datetime, UUID]


@dataclass(frozen=True)
class Page(Generic[T]):
    """Items, and where the next page begins; None after the last."""

    items: Sequence[T]
    next_cursor: str | None


def page_by_name(rows: Sequence[T], limit: int, key: Callable[[T], tuple[str, UUID]]) -> Page[T]:
    """As `page_of`, of rows in the order of a text."""
    items = rows[:limit]
    if len(rows) <= limit:
        return Page(items, None)
    name, row_id = key(items[-1])
    return Page(items, _pack(f"{row_id}|{name}"))


def read_name_cursor(cursor: str) -> tuple[str, UUID]:
    """Text and id of the last row of the page before.

    Raises:
        Invalid: Not a cursor that we gave.
    """
    try:
        row_id, _, name = _unpack(cursor).partition("|")
        return name, UUID(row_id)
    except ValueError as error:
        raise _refused(cursor) from error


def page_of(rows: Sequence[T], limit: int, key: Callable[[T], Key]) -> Page[T]:
    """A page of rows that were asked for with `limit + 1`."""
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, _encode(key(items[-1])) if more else None)


def _encode(key: Key) -> str:
    time, row_id = key
    return _pack(f"{time.isoformat()}|{row_id}")


def _pack(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(cursor: str) -> str:
    """
    Raises:
        ValueError: Not what `_pack` gives (`binascii.Error` and `UnicodeDecodeError` are such).
    """
    return urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()


def _refused(cursor: str) -> Invalid:
    return Invalid(
        f"{cursor!r} is not a cursor; take `next_cursor` of the page before.",
        [Problem(code="cursor", message="Not a cursor.")],
    )


def read_cursor(cursor: str) -> Key:
    """Time and id of the last row of the page before.

    Raises:
        Invalid: Not a cursor that we gave.
    """
    try:
        time, _, row_id = _unpack(cursor).partition("|")
        moment = datetime.fromisoformat(time)
        if moment.tzinfo is None:
            raise ValueError(time)
        return moment, UUID(row_id)
    except (ValueError, OverflowError) as error:
        raise _refused(cursor) from error


def like(text: str) -> str:
    """A pattern that finds the text anywhere, its own `%` and `_` included."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def read_number(cursor: str) -> int:
    """The cursor of a list that is numbered.

    Raises:
        Invalid: It is none.
    """
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise Invalid(f"{cursor!r} is not a cursor; take `next_cursor` of the page before.")
    return int(cursor)
