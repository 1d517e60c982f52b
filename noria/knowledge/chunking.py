"""Cuts documents into chunks. Pure: the same text and rule give the same chunks, to the character.

A chunk is a stretch of one page, so what it says can be shown in its place: page, start and end.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from noria.model import Model

Strategy = Literal["paragraphs", "headings", "sentences", "characters", "pages"]
Span = tuple[int, int]

MAX_CHARS = 8_000
"""Of a chunk, which may take four bytes a character where vectors are kept."""
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE = re.compile(r"(?<=[.!?。！？])[\"')\]]*\s+|\n+")
_WORD = re.compile(r"\s+")


class ChunkRule(Model):
    """How to cut."""

    strategy: Strategy = Field(
        default="paragraphs",
        title="Cut at",
        description="`headings` of Markdown also notes the heading; `pages` keeps a page together as "
        "far as the size allows.",
    )
    size: int = Field(
        default=900,
        title="Size",
        description="Characters that a chunk has at most.",
        ge=100,
        le=MAX_CHARS,
    )
    overlap: int = Field(
        default=120,
        title="Overlap",
        description="Characters at most that a chunk repeats of the one before.",
        ge=0,
        le=MAX_CHARS // 2,
    )

    @model_validator(mode="after")
    def _moves_on(self) -> Self:
        if self.overlap > self.size // 2:
            raise ValueError("overlap must be at most half of the size")
        return self


@dataclass(frozen=True)
class Chunk:
    """A stretch of a document."""

    text: str
    page: int | None
    """From 1; None where the document has no pages."""
    start: int
    """Characters into the page, or into the text."""
    end: int
    heading: str = ""
    """Under which it stands, with those above it."""


def cut(pages: Sequence[str], rule: ChunkRule, *, numbered: bool) -> list[Chunk]:
    """All chunks in order; `numbered`: the texts are pages, else there is one."""
    chunks: list[Chunk] = []
    for number, text in enumerate(pages, 1):
        trails = list(_trails(text))
        places = [at for at, _ in trails]
        for span in _sections(text, rule):
            for start, end in _packed(text, span, rule):
                body = text[start:end]
                inner = body.strip()
                if inner:
                    begin = start + len(body) - len(body.lstrip())
                    page = number if numbered else None
                    # However it is cut: where there are no pages, it says where a passage stands.
                    above = bisect_right(places, begin)
                    heading = trails[above - 1][1] if above else ""
                    chunks.append(Chunk(inner, page, begin, begin + len(inner), heading))
    return chunks


def _sections(text: str, rule: ChunkRule) -> Iterator[Span]:
    """Stretches that no chunk goes beyond."""
    begins = [each.start() for each in _HEADING.finditer(text)]
    if rule.strategy != "headings" or not begins:
        yield 0, len(text)
        return
    if begins[0] > 0:
        yield 0, begins[0]
    yield from zip(begins, [*begins[1:], len(text)], strict=True)


def _trails(text: str) -> Iterator[tuple[int, str]]:
    """Where each heading begins, and it with those above it."""
    above: list[tuple[int, str]] = []
    for each in _HEADING.finditer(text):
        depth = len(each[1])
        above = [(level, title) for level, title in above if level < depth] + [(depth, each[2])]
        yield each.start(), " › ".join(title for _, title in above)


def _packed(text: str, span: Span, rule: ChunkRule) -> Iterator[Span]:
    """As many atoms as fit; the next chunk begins with the last ones again, for the overlap."""
    atoms = list(_atoms(text, span, rule))
    first = 0
    while first < len(atoms):
        last = first
        while last + 1 < len(atoms) and atoms[last + 1][1] - atoms[first][0] <= rule.size:
            last += 1
        yield atoms[first][0], atoms[last][1]
        if last + 1 == len(atoms):
            return
        following = last + 1
        while following - 1 > first and atoms[last][1] - atoms[following - 1][0] <= rule.overlap:
            following -= 1
        first = following


def _atoms(text: str, span: Span, rule: ChunkRule) -> Iterator[Span]:
    """What is never cut, unless it is larger than a chunk may be."""
    if rule.strategy == "characters":
        # Small enough for the overlap to be kept to a few characters.
        yield from _even(span, max(1, min(rule.overlap or rule.size, rule.size - rule.overlap)))
        return
    # A page is kept together where it fits; its paragraphs are, where it does not.
    finer = {"sentences": (_SENTENCE, _WORD)}.get(rule.strategy, (_PARAGRAPH, _SENTENCE, _WORD))
    if rule.strategy == "pages" and span[1] - span[0] <= rule.size:
        yield span
        return
    yield from _split(text, span, finer, rule.size)


def _split(text: str, span: Span, by: Sequence[re.Pattern[str]], size: int) -> Iterator[Span]:
    if not by:
        yield from _even(span, size)
        return
    start, end = span
    cuts = [start, *(each.end() for each in by[0].finditer(text, start, end)), end]
    for piece in pairwise(cuts):
        if piece[0] == piece[1]:
            continue
        # White space that follows counts, since the next piece begins behind it.
        if piece[1] - piece[0] <= size:
            yield piece
        else:
            yield from _split(text, piece, by[1:], size)


def _even(span: Span, size: int) -> Iterator[Span]:
    for start in range(span[0], span[1], size):
        yield start, min(start + size, span[1])
