from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from activities.documents.text import document_text
from noria.errors import NodeFailed
from tests.activities.nodes import blob, offline, run

HTML = b"<html><body><h1>Title</h1><p>Some <b>text</b>.</p></body></html>"


def pdf(*texts: str, password: str = "") -> bytes:
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    for text in texts:
        page = writer.add_blank_page(300, 300)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = content
    writer.add_metadata({"/Title": "Invoice"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


async def text_of(data: bytes, media_type: str = "application/pdf", **config: str) -> Any:
    context = offline()
    file = await blob(context, data, media_type)
    return await run(document_text, {"file": "{{ trigger }}", **config}, context, trigger=file)


async def test_a_pdf_page_by_page() -> None:
    assert await text_of(pdf("First page", "Second")) == {
        "text": "First page\n\nSecond",
        "pages": ["First page", "Second"],
        "count": 2,
        "media_type": "application/pdf",
        "details": {"title": "Invoice"},
    }


async def test_html_without_its_tags() -> None:
    output = await text_of(HTML, "text/html; charset=utf-8")

    assert "Title" in str(output["text"])
    assert "<p>" not in str(output["text"])


@pytest.mark.parametrize(
    ("data", "media_type", "message"),
    [
        (b"%PDF-1.7 broken", "application/pdf", "PDF can't be read"),
        (pdf("x", password="secret"), "application/pdf", "asks for a password"),
        (b"\x00\x01", "application/x-unknown", "can't be read"),
    ],
)
async def test_what_can_not_be_read_says_why(data: bytes, media_type: str, message: str) -> None:
    with pytest.raises(NodeFailed, match=message):
        await text_of(data, media_type)


async def test_a_password_opens_a_pdf() -> None:
    output = await text_of(pdf("x", password="secret"), password="secret")

    assert output["count"] == 1


@pytest.mark.parametrize("media_type", ["image/png", "IMAGE/svg+xml", "application/zip", ""])
async def test_g5_no_picture_and_no_archive_is_decoded(media_type: str) -> None:
    polyglot = b"\x89PNG\r\n\x1a\n" + b"\xff" * 64 + pdf("hidden")

    with pytest.raises(NodeFailed, match="it is no document"):
        await text_of(polyglot, media_type)


OFFICE = "http://schemas.openxmlformats.org"
TYPES = f'<Types xmlns="{OFFICE}/package/2006/content-types">{{}}</Types>'
RELATIONS = f"""<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1"
    Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="{{}}"/></Relationships>"""


def word() -> bytes:
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed({
        "[Content_Types].xml": TYPES.format(
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{part}"/>'
        ),
        "_rels/.rels": RELATIONS.format("word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body><w:p>'
        "<w:r><w:t>Ordered: 7 pens</w:t></w:r></w:p></w:body></w:document>",
    })  # fmt: skip


def excel() -> bytes:
    book, written = Workbook(), BytesIO()
    book.create_sheet().append(["Ordered: 7 pens"])
    book.save(written)
    return written.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [(word(), "wordprocessingml.document"), (excel(), "spreadsheetml.sheet")],
    ids=["word", "excel"],
)
async def test_office_files_give_their_text(data: bytes, kind: str) -> None:
    output = await text_of(data, f"application/vnd.openxmlformats-officedocument.{kind}")

    assert "Ordered: 7 pens" in output["text"]
