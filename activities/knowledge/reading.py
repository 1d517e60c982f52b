"""The text of a document, page by page, whatever kind of file it is. Not a node type itself."""

from collections.abc import Sequence
from itertools import zip_longest

import httpx2

from activities.content import MAX_BYTES, beside
from activities.documents.ocr import read_picture
from activities.documents.text import extract, extract_markdown
from activities.redirects import send
from activities.storage.actions import ReadFile
from activities.storage.s3_files import S3FilesConfig, s3_files
from activities.transport import check_url
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from noria.knowledge.shelf import Document

NODE_TYPES = False
SECONDS = 300.0
"""For the pages of a scan, at some ten seconds each where they are full."""
_PLAIN = ("text/plain", "text/markdown", "text/x-markdown", "text/csv", "application/json")
_BY_NAME = {
    "md": "text/markdown",
    "markdown": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
    "htm": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "eml": "message/rfc822",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
}
_OFFICE = (
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/vnd.ms-",
    "application/msword",
)
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream"})


async def fetch(document: Document, context: NodeContext) -> BlobRef:
    """What stands at the document's URL, stored as a blob.

    Raises:
        NodeFailed: It is refused, too large, or not there.
        NodeUnavailable: The server may answer later.
    """
    if (document.url or "").startswith("s3://"):
        return await _from_s3(document, context)
    try:
        url = check_url(httpx2.URL(document.url or ""))
    except httpx2.InvalidURL as error:
        raise NodeFailed(f"{document.url!r} is not a URL.") from error
    request = context.http.build_request("GET", url, timeout=60)
    request.extensions |= {"total_seconds": 120.0, "max_bytes": MAX_BYTES}
    try:
        response = await send(context.http, request, None)
    except httpx2.TransportError as error:
        raise NodeUnavailable(f"{url.host!r} could not be reached.") from error
    try:
        if response.status_code >= 500 or response.status_code == 429:
            raise NodeUnavailable(f"{url.host!r} answered {response.status_code}.")
        if response.status_code != 200:
            raise NodeFailed(f"{url.host!r} answered {response.status_code}: is the URL right?")
        data = await response.aread()
    except httpx2.TransportError as error:
        raise NodeUnavailable(f"{url.host!r} broke off.") from error
    finally:
        await response.aclose()
    media_type = response.headers.get("content-type", "").partition(";")[0].strip()
    return await context.put_blob(data, media_type or "application/octet-stream")


async def _from_s3(document: Document, context: NodeContext) -> BlobRef:
    bucket, _, path = (document.url or "").removeprefix("s3://").partition("/")
    config = S3FilesConfig(
        credential=document.credential or "", bucket=bucket, action=ReadFile(path=path)
    )
    assert s3_files.run is not None
    read = await s3_files.run(config, context)
    return BlobRef.model_validate(read.file)


async def read_pages(
    data: bytes, media_type: str, name: str, seconds: float = SECONDS
) -> tuple[Sequence[str], bool]:
    """Texts, and whether they are numbered pages; pictures and scans are read within the seconds.

    Raises:
        NodeFailed: It can't be read, or holds no text.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in _VAGUE or name.lower().endswith((".md", ".markdown")):
        kind = _BY_NAME.get(name.rpartition(".")[2].lower(), kind or "text/plain")
    if kind.startswith("image/"):
        pages, numbered = await _drawn(data, seconds), False
    elif kind in _PLAIN and not data.startswith(b"%PDF"):
        pages, numbered = [_decoded(data)], False
    else:
        # A passage is cited with the sheet, the slide or the section that it stands on.
        found = await beside(extract_markdown if kind.startswith(_OFFICE) else extract, data, kind)
        pages, numbered = found.pages, found.media_type == "application/pdf"
        if numbered and not all(page.strip() for page in pages):
            # Pages that are pictures, as of a scan, beside those that have text.
            drawn = await _drawn(data, seconds)
            pages = [
                text if text.strip() else read
                for text, read in zip_longest(pages, drawn, fillvalue="")
            ]
    if not any(page.strip() for page in pages):
        raise NodeFailed(f"There is no text in {name!r}, nor in its pictures.")
    return pages, numbered


async def _drawn(data: bytes, seconds: float) -> list[str]:
    return [page.text for page in await read_picture(data, seconds)]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").replace("\r\n", "\n")
