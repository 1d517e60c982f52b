"""Excel workbooks, read and written in a thread. Not node types: those are beside this."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from pydantic import JsonValue

from activities.data.rows import MAX_ITEMS
from activities.formats.csv_write import cell_text, cells, columns_of
from noria.errors import NodeFailed

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_COLUMNS = 1_000
_FORBIDDEN = str.maketrans("", "", "".join(map(chr, {*range(32)} - {9, 10, 13})))


def check_zip(data: bytes, what: str) -> None:
    """
    Raises:
        NodeFailed: The file is no zip, as newer Office files are, or unpacks to something huge.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NodeFailed(f"The file is no {what}.") from error
    if size > MAX_UNPACKED_BYTES:
        raise NodeFailed(
            f"The {what} unpacks to {size:,} bytes, more than the {MAX_UNPACKED_BYTES:,} allowed."
        )


def read_sheet(data: bytes, sheet: str, *, header: bool) -> tuple[list[JsonValue], list[str]]:
    """The rows of a sheet, and the names of all sheets; an empty name is the first sheet."""
    from openpyxl import load_workbook  # heavy
    from openpyxl.utils.exceptions import InvalidFileException

    check_zip(data, "Excel workbook (.xlsx)")
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError) as error:
        raise NodeFailed("The file is no Excel workbook (.xlsx) that can be read.") from error
    try:
        if sheet and sheet not in book.sheetnames:
            raise NodeFailed(
                f"The workbook has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}."
            )
        chosen = book[sheet or book.sheetnames[0]]
        rows: Iterable[Sequence[Any]] = chosen.iter_rows(values_only=True, max_col=MAX_COLUMNS)
        return list(_items(rows, header=header)), list(book.sheetnames)
    finally:
        book.close()


def _items(rows: Iterable[Sequence[Any]], *, header: bool) -> Iterator[JsonValue]:
    names: list[str] | None = None
    for count, row in enumerate(rows):
        if count > MAX_ITEMS:
            raise NodeFailed(f"The sheet has more than {MAX_ITEMS:,} rows; split it before.")
        values = [_plain(value) for value in row]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if not header:
            yield values
        elif names is None:
            names = [cell_text(value) or f"column_{at}" for at, value in enumerate(values, start=1)]
        else:
            padded = values + [None] * (len(names) - len(values))
            names += [f"column_{at + 1}" for at in range(len(names), len(padded))]
            yield dict(zip(names, padded, strict=True))


def _plain(value: Any) -> JsonValue:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | None) else str(value)


def write_sheet(rows: Sequence[JsonValue], columns: Sequence[str], sheet: str) -> bytes:
    """A workbook of one sheet. Text that begins with = stays text."""
    from openpyxl import Workbook  # heavy
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)

    def cell(value: JsonValue) -> Any:
        if isinstance(value, bool | int | float) or value is None:
            return value
        made = WriteOnlyCell(page, cell_text(value).translate(_FORBIDDEN)[:32_767])
        if made.data_type == "f":
            made.data_type = "s"
        return made

    names = list(columns) or columns_of(rows)
    if names:
        page.append([cell(name) for name in names])
    for at, row in enumerate(rows, start=1):
        page.append([cell(value) for value in cells(row, names, at)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()
