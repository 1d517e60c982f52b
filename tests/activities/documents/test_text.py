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


def zipped(**files: str) -> bytes:
    """A file of an office program: XML in an archive."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OD_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
OD_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def slide(text: str) -> str:
    return (
        f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r>'
        f"<a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )


PPTX = zipped(
    **{
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>',
        "_rels__.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="ppt/presentation.xml"/></Relationships>',
        "ppt__presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>'
        '<p:sldId id="256" r:id="r1"/><p:sldId id="257" r:id="r2"/></p:sldIdLst></p:presentation>',
        "ppt___rels__presentation.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{R}/slide" Target="slides/slide1.xml"/>'
        f'<Relationship Id="r2" Type="{R}/slide" Target="slides/slide2.xml"/></Relationships>',
        "ppt__slides__slide1.xml": slide("Our plan"),
        "ppt__slides__slide2.xml": slide("And its costs"),
    }
)
ODT = zipped(
    mimetype="application/vnd.oasis.opendocument.text",
    **{
        "content.xml": f'<office:document-content xmlns:office="{OD_OFFICE}" xmlns:text="{OD_TEXT}"><office:body>'
        "<office:text><text:h>Title</text:h><text:p>Some text.</text:p></office:text></office:body>"
        "</office:document-content>",
    },
)


@pytest.mark.parametrize(
    ("data", "media_type", "words"),
    [
        (PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation",
         ["Our plan", "And its costs"]),
        (ODT, "application/vnd.oasis.opendocument.text", ["Title", "Some text."]),
    ],
    ids=["pptx", "odt"],
)  # fmt: skip
async def test_slides_and_open_documents(data: bytes, media_type: str, words: list[str]) -> None:
    output = await text_of(data, media_type)

    assert [word for word in words if word not in output["text"]] == []
    assert output["media_type"] == media_type
