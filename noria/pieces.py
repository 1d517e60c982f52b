"""Pieces of text that a step shows before it ends, as a model's answer while it is written.

They go from the worker to whoever watches the run and are kept nowhere: the step's output is what
lasts. A piece says where it begins, so that who missed one knows.
"""

from pydantic import BaseModel, ConfigDict

PIECES_CHANNEL = "noria_piece"
"""On which PostgreSQL passes them on."""
MAX_PIECE_CHARS = 1_200
"""A notice holds 8,000 bytes, and JSON may take six for a character."""


class Piece(BaseModel):
    """Some text of one attempt."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    node_id: str
    iteration: str = ""
    attempt: int = 1
    offset: int
    """Characters of this attempt before it."""
    text: str


def join(earlier: Piece, later: Piece) -> Piece | None:
    """Both as one, where one follows the other and both fit."""
    follows = later.offset == earlier.offset + len(earlier.text)
    is_same = _whose(earlier) == _whose(later)
    if not follows or not is_same or len(earlier.text) + len(later.text) > MAX_PIECE_CHARS:
        return None
    return earlier.model_copy(update={"text": earlier.text + later.text})


def _whose(piece: Piece) -> tuple[str, str, str, int]:
    return piece.run_id, piece.node_id, piece.iteration, piece.attempt
