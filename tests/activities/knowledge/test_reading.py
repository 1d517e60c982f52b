"""Passages of office files are cited with where they stand in them."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from activities.knowledge.reading import read_pages
from noria.knowledge.chunking import ChunkRule, cut
from tests.activities.documents.test_text import ODT, PPTX


def sheets() -> bytes:
    book, written = Workbook(), BytesIO()
    for name, price in (("Lamps 2026", 12), ("Desks", 340)):
        sheet = book.create_sheet(name)
        sheet.append(["sku", "price"])
        sheet.append([name.lower(), price])
    book.remove(book["Sheet"])
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "places"),
    [
        (sheets(), "prices.xlsx", {"lamps 2026": "Lamps 2026", "desks": "Desks"}),
        (PPTX, "plan.pptx", {"Our plan": "Our plan", "And its costs": "And its costs"}),
        (ODT, "letter.odt", {"Some text.": "Title"}),
    ],
    ids=["sheets", "slides", "letter"],
)
async def test_a_passage_names_its_sheet_slide_or_section(
    data: bytes, name: str, places: dict[str, str]
) -> None:
    pages, numbered = await read_pages(data, "", name)
    chunks = cut(pages, ChunkRule(strategy="headings"), numbered=numbered)

    found = {text: chunk.heading for text in places for chunk in chunks if text in chunk.text}
    assert found == places
    assert all(pages[0][chunk.start : chunk.end] == chunk.text for chunk in chunks)
