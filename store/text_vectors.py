"""Vectors of texts that were embedded lately, so that the same text is not paid for twice."""

import sys
from array import array
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select

from noria.ai.vectors import Vector
from store.database import Session
from store.knowledge_tables import TextVector

KEPT = timedelta(days=30)
AT_ONCE = 1_000


async def find_vectors(
    session: Session, *, workspace_id: UUID, model: str, hashes: Sequence[str]
) -> dict[str, Vector]:
    """Those that are known, by the hash of their text."""
    found: dict[str, Vector] = {}
    for start in range(0, len(hashes), AT_ONCE):
        part = [bytes.fromhex(each) for each in hashes[start : start + AT_ONCE]]
        query = select(TextVector.text_hash, TextVector.vector).where(
            TextVector.workspace_id == workspace_id,
            TextVector.model == model,
            col(TextVector.text_hash).in_(part),
        )
        for text_hash, packed in await session.exec(query):
            found[bytes(text_hash).hex()] = unpack(packed)
    return found


async def keep_vectors(
    session: Session, *, workspace_id: UUID, model: str, vectors: Mapping[str, Vector]
) -> None:
    """Those that are older than `KEPT` go on the way."""
    if not vectors:
        return
    await session.exec(
        delete(TextVector).where(
            col(TextVector.workspace_id) == workspace_id,
            col(TextVector.created_at) < func.now() - KEPT,
        )
    )
    rows = [
        {
            "workspace_id": workspace_id,
            "model": model,
            "text_hash": bytes.fromhex(text_hash),
            "vector": pack(vector),
        }
        for text_hash, vector in sorted(vectors.items())
    ]
    await session.exec(insert(TextVector).values(rows).on_conflict_do_nothing())


def pack(vector: Vector) -> bytes:
    """Four bytes a number."""
    numbers = array("f", vector)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(packed: bytes) -> Vector:
    """The other direction."""
    numbers = array("f", packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
