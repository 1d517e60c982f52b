"""`document.text`: the text of a PDF, Word, Excel, PowerPoint or HTML file."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from activities.content import FileRef, beside, read_bytes
from activities.formats.workbook import check_zip
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node

MAX_TEXT_CHARS = 8_000_000
MAX_PAGES = 2_000
READ = (
    "text/",
    "message/rfc822",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/vnd.ms-",
    "application/msword",
    "application/rtf",
    "application/epub+zip",
    "application/xhtml+xml",
    "application/xml",
    "application/json",
)
"""How media types of documents begin. No pictures and no archives: their decoders are not asked at all."""


class DocumentTextConfig(Model):
    """The document."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"file": "{{ steps.download.output.body }}"}]}
    )

    file: FileRef = Field(description="A document that an earlier step gave.")
    password: str = Field(
        default="", title="Password", description="Of a PDF that asks for one; empty: none."
    )


class DocumentTextOutput(BaseModel):
    """The text, page by page where the document has pages."""

    text: str
    pages: list[str]
    """Of a PDF; else the text alone."""
    count: int
    media_type: str
    details: dict[str, Any]
    """Title, author and the like, where the document says."""


@node(
    "document.text", title="Text of a document", category="Files", icon="file-text", changes=False
)
async def document_text(config: DocumentTextConfig, context: NodeContext) -> DocumentTextOutput:
    """Take the text out of a PDF, Word, Excel, PowerPoint, OpenDocument, HTML or e-mail file.

    Pictures of text, as scans are, have none: `document.ocr` reads those. A repeat gives the same.
    """
    data = await read_bytes(config.file, context)
    return await beside(extract, data, config.file.media_type.partition(";")[0], config.password)


def extract(
    data: bytes, media_type: str, password: str = "", *, markdown: bool = False
) -> DocumentTextOutput:
    """With `markdown`, names of sheets, titles of slides and headings are Markdown's.

    Raises:
        NodeFailed: It can't be read.
    """
    if data.startswith(b"%PDF"):
        return _pdf(data, password)
    return _other(data, media_type, "markdown" if markdown else "plain")


def extract_markdown(data: bytes, media_type: str) -> DocumentTextOutput:
    """As `extract`."""
    return extract(data, media_type, markdown=True)


def _pdf(data: bytes, password: str) -> DocumentTextOutput:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(password):
            raise NodeFailed("The PDF asks for a password that was not given, or is another one.")
        if len(reader.pages) > MAX_PAGES:
            raise NodeFailed(f"The PDF has {len(reader.pages):,} pages, more than {MAX_PAGES:,}.")
        pages = [page.extract_text() for page in reader.pages]
        facts = reader.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NodeFailed("The PDF can't be read; it may be broken.") from error
    details = {"title": facts.title, "author": facts.author} if facts else {}
    return _output(pages, "application/pdf", {k: v for k, v in details.items() if v})


def _other(
    data: bytes, media_type: str, output_format: Literal["plain", "markdown"]
) -> DocumentTextOutput:
    if not media_type.lower().startswith(READ):
        raise NodeFailed(f"A document of the type {media_type!r} can't be read: it is no document.")
    from kreuzberg import ExtractionConfig, extract_bytes_sync
    from kreuzberg.exceptions import KreuzbergError

    if data.startswith(b"PK"):
        check_zip(data, "document")
    try:
        config = ExtractionConfig(output_format=output_format)
        found = extract_bytes_sync(data, media_type, config=config)
    except (KreuzbergError, ValueError, RuntimeError) as error:
        raise NodeFailed(f"A document of the type {media_type!r} can't be read.") from error
    return _output([found.content], media_type, {})


def _output(pages: list[str], media_type: str, details: dict[str, Any]) -> DocumentTextOutput:
    text = "\n\n".join(pages)
    if len(text) > MAX_TEXT_CHARS:
        raise NodeFailed(f"The document has more than {MAX_TEXT_CHARS:,} characters of text.")
    return DocumentTextOutput(
        text=text, pages=pages, count=len(pages), media_type=media_type, details=details
    )
