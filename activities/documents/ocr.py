"""`document.ocr`: the text that is drawn in a picture or a scanned PDF."""

import asyncio
import sys
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from activities.content import FileRef, read_bytes
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

LEAST = 0.5
"""Of confidence."""
AT_ONCE = 2
"""Readers of one worker: each takes half a gigabyte."""
_turns = asyncio.Semaphore(AT_ONCE)


class DocumentOcrConfig(Model):
    """The picture."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"file": "{{ steps.download.output.body }}"}]}
    )

    file: FileRef = Field(description="A picture or a scanned PDF that an earlier step gave.")
    min_confidence: float = Field(
        default=LEAST,
        title="Least confidence",
        description="Lines that were read with less, from 0 to 1, are left out.",
        ge=0,
        le=1,
        json_schema_extra=ui(advanced=True),
    )


class OcrLine(BaseModel):
    """A line of text."""

    text: str
    confidence: float
    """From 0 to 1."""
    box: list[int] | None
    """Left, top, width and height in pixels; null where the PDF has the text itself."""


class OcrPage(BaseModel):
    """A page, from the top to the bottom."""

    text: str
    lines: list[OcrLine]


class DocumentOcrOutput(BaseModel):
    """The text, page by page."""

    text: str
    pages: list[OcrPage]
    count: int


@node(
    "document.ocr",
    title="Text of a picture",
    category="Files",
    icon="image",
    queue=AI_QUEUE,
    changes=False,
)
async def document_ocr(config: DocumentOcrConfig, context: NodeContext) -> DocumentOcrOutput:
    """Read what is written in a picture (PNG, JPEG, TIFF, WebP) or a scanned PDF, without any service.

    The models are bundled (PP-OCRv6: Chinese, English, and other languages in Latin letters), and work
    offline. A page of a few lines takes a processor about three seconds, a full one ten; a busy machine
    takes longer. Pages of a PDF that have text give that, without reading. Calls nothing outside, and a
    repeat gives the same.
    """
    data = await read_bytes(config.file, context)
    pages = await read_picture(data, context.timeout_s, config.min_confidence)
    text = "\n\n".join(page.text for page in pages)
    return DocumentOcrOutput(text=text, pages=pages, count=len(pages))


async def read_picture(data: bytes, seconds: float, least: float = LEAST) -> list[OcrPage]:
    """
    Raises:
        NodeFailed: It is no picture, too large, or takes longer.
    """
    told = await _read(data, seconds)
    if "problem" in told:
        raise NodeFailed(told["problem"])
    return [_page(lines, least) for lines in told["pages"]]


def _page(lines: list[Any], least: float) -> OcrPage:
    kept = [OcrLine(**line) for line in lines if line["confidence"] >= least]
    return OcrPage(text="\n".join(line.text for line in kept), lines=kept)


async def _read(data: bytes, seconds: float) -> Any:
    async with _turns:
        reader = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-m", "activities.documents.reading_pictures",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, env={},
        )  # fmt: skip
        try:
            async with asyncio.timeout(seconds):
                answer, _ = await reader.communicate(data)
        except TimeoutError as error:
            raise NodeFailed(
                f"The pictures were not read within {seconds:g} s: give the step more time, split the "
                "document, or make them smaller."
            ) from error
        finally:
            if reader.returncode is None:
                reader.kill()
                await reader.wait()
    if reader.returncode != 0:
        raise NodeFailed("The picture can't be read, or takes too much memory: make it smaller.")
    return orjson.loads(answer)
