"""`python -m activities.documents.reading_pictures`: reads the text in a picture or a scanned PDF.

A process of its own, with nothing of the worker's in its environment and little room: decoders of
pictures are large C libraries, and what they are given comes from strangers. The file comes on
standard input; on standard output go `{"pages": …}` or `{"problem": …}`, as JSON.
"""

import json
import os
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

MAX_PIXELS = 40_000_000
"""Of one picture: an A4 page at 600 dpi has 35 million."""
MAX_PAGES = 100
MIN_SIDE = 30
"""Of a picture in a PDF: smaller ones are lines and logos."""
MIDDLE_GREY = 128
MAX_MEMORY = 3 * 1024**3
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")


class _Refused(Exception):
    """Why there is no text, for the author."""


def main() -> int:
    """The answer goes to what was standard output: libraries that print must not be in it."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _limit()
    try:
        told = {"pages": [*_pages(sys.stdin.buffer.read())]}
    except _Refused as error:
        told = {"problem": str(error)}
    except ImportError as error:
        told = {
            "problem": f"OCR is not installed on this worker ({error.name}): install noria[ai]."
        }
    with answer:
        json.dump(told, answer)
    return 0


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    for which in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(which, (0, 0))


def _pages(data: bytes) -> Iterator[list[dict[str, Any]]]:
    """The lines of each page."""
    if data.startswith(b"%PDF"):
        yield from _pages_of_pdf(data)
    else:
        yield from ([*_read(frame)] for frame in _frames(data))


def _pages_of_pdf(data: bytes) -> Iterator[list[dict[str, Any]]]:
    """A page that has text needs no reading; else its pictures are read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Refused("The PDF asks for a password: take it off first.")
        if len(reader.pages) > MAX_PAGES:
            raise _Refused(
                f"The PDF has {len(reader.pages):,} pages, some of them pictures, and {MAX_PAGES} of "
                "such a one can be read: split it."
            )
        for page in reader.pages:
            written = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            if written:
                yield [{"text": line, "confidence": 1.0, "box": None} for line in written]
            else:
                yield [
                    line
                    for image in page.images
                    for frame in _frames(image.data)
                    if min(frame.size) >= MIN_SIDE
                    for line in _read(frame)
                ]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _Refused("The PDF can't be read; it may be broken.") from error


def _frames(data: bytes) -> Iterator[Any]:
    """Of a TIFF with several pages, each."""
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _Refused(f"The picture has more than {MAX_PIXELS:,} pixels: make it smaller.")
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == MAX_PAGES:
                    raise _Refused(f"The picture has more than {MAX_PAGES} pages: split it.")
                yield _opaque(ImageOps.exif_transpose(frame))
    except UnidentifiedImageError as error:
        kinds = ", ".join(FORMATS)
        raise _Refused(f"The file is no picture that can be read: {kinds} or a PDF.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _Refused("The picture can't be read; it may be broken or too large.") from error


def _opaque(picture: Any) -> Any:
    """What is drawn on nothing is laid on white; on black where it is light itself."""
    from PIL import Image, ImageStat

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    seen = ImageStat.Stat(drawn.convert("L"), mask=drawn.getchannel("A"))
    is_light = bool(seen.count[0]) and seen.mean[0] > MIDDLE_GREY
    paper = Image.new("RGBA", drawn.size, "black" if is_light else "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")


_ENGINES: list[Any] = []


def _read(picture: Any) -> Iterator[dict[str, Any]]:
    """From the top to the bottom."""
    if not _ENGINES:
        from rapidocr import RapidOCR

        _ENGINES.append(RapidOCR(params={"Global.log_level": "critical"}))
    found = _ENGINES[0](picture)
    for text, score, box in zip(found.txts or (), found.scores or (), _boxes(found), strict=True):
        yield {"text": text, "confidence": round(float(score), 3), "box": box}


def _boxes(found: Any) -> list[list[int]]:
    """Left, top, width and height of each line."""
    if found.boxes is None:
        return []
    corners = ((box[:, 0], box[:, 1]) for box in found.boxes)
    return [
        [int(x.min()), int(y.min()), int(x.max() - x.min()), int(y.max() - y.min())]
        for x, y in corners
    ]


if __name__ == "__main__":
    sys.exit(main())
