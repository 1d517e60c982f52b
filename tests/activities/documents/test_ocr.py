"""Pictures are read for real, by the reader in its own process."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from activities.documents.ocr import document_ocr
from activities.knowledge.reading import read_pages
from noria.errors import NodeFailed
from tests.activities.documents.test_text import pdf
from tests.activities.nodes import blob, offline, run


def drawn(*lines: str) -> Image.Image:
    picture = Image.new("RGB", (900, 80 + 90 * len(lines)), "white")
    font = ImageFont.load_default(size=48)
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((40, 40 + 90 * number), line, fill="black", font=font)
    return picture


def saved(picture: Image.Image, as_: str) -> bytes:
    written = BytesIO()
    picture.save(written, as_)
    return written.getvalue()


async def read(data: bytes, media_type: str = "image/png", **config: Any) -> Any:
    context = offline()
    context.timeout_s = 120
    file = await blob(context, data, media_type)
    return await run(document_ocr, {"file": "{{ trigger }}", **config}, context, trigger=file)


async def test_the_text_of_a_scan_and_of_a_page_that_has_it() -> None:
    scanned = PdfReader(BytesIO(saved(drawn("Invoice 4711", "Total 128.50"), "PDF")))
    written = PdfReader(BytesIO(pdf("Second page")))
    both = PdfWriter()
    for each in (scanned, written):
        both.add_page(each.pages[0])
    together = BytesIO()
    both.write(together)

    output = await read(together.getvalue(), "application/pdf")
    first, second = output["pages"]

    assert [line["text"] for line in first["lines"]] == ["Invoice 4711", "Total 128.50"]
    assert all(line["confidence"] > 0.8 for line in first["lines"])
    assert first["lines"][0]["box"][1] < first["lines"][1]["box"][1]
    assert second == {
        "text": "Second page",
        "lines": [{"text": "Second page", "confidence": 1.0, "box": None}],
    }
    assert (output["text"], output["count"]) == ("Invoice 4711\nTotal 128.50\n\nSecond page", 2)


@pytest.mark.parametrize("ink", ["black", "white"])
async def test_text_on_a_transparent_background(ink: str) -> None:
    picture = Image.new("RGBA", (500, 120), (0, 0, 0, 0))
    font = ImageFont.load_default(size=48)
    ImageDraw.Draw(picture).text((30, 30), "Invoice", fill=ink, font=font)

    assert (await read(saved(picture, "PNG")))["text"] == "Invoice"


async def test_a_picture_of_nothing_has_no_text() -> None:
    nothing = Image.new("RGBA", (60, 60), (0, 0, 0, 0))

    assert (await read(saved(nothing, "PNG")))["text"] == ""


def bomb() -> bytes:
    """Few bytes, many pixels."""
    return saved(Image.new("1", (12_000, 12_000)), "PNG")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no picture", "no picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that can be read"),
        (saved(drawn("x"), "PNG")[:200], "may be broken"),
        (bomb(), "more than 40,000,000 pixels|too large"),
        (b"%PDF-1.7 broken", "The PDF can't be read"),
    ],
    ids=["text", "svg", "cut off", "bomb", "pdf"],
)
async def test_g5_what_is_no_honest_picture_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(NodeFailed, match=message):
        await read(data)


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    context = offline()
    context.timeout_s = 0.01
    file = await blob(context, saved(drawn("x"), "PNG"), "image/png")
    with pytest.raises(NodeFailed, match="not read within"):
        await run(document_ocr, {"file": "{{ trigger }}"}, context, trigger=file)


async def test_pictures_and_scans_are_documents_of_knowledge_bases() -> None:
    picture = drawn("Leave is thirty days")
    text, numbered = await read_pages(saved(picture, "PNG"), "", "leave.png")
    pages, paged = await read_pages(saved(picture, "PDF"), "application/pdf", "leave.pdf")

    assert ([*text], numbered) == (["Leave is thirty days"], False)
    assert ([*pages], paged) == (["Leave is thirty days"], True)
    with pytest.raises(NodeFailed, match="nor in its pictures"):
        await read_pages(saved(Image.new("RGB", (200, 200), "white"), "PNG"), "image/png", "x.png")
