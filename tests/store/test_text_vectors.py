from typing import Any

from sqlalchemy import text

from store import text_vectors
from store.database import Database
from tests.store.rows import build_house

ONE, TWO = "aa" * 32, "bb" * 32


async def test_vectors_are_found_by_workspace_model_and_text(database: Database) -> None:
    mine = await build_house(database)
    other = await build_house(database, "other@noria.example")
    async with database.sessions.begin() as session:
        for _ in range(2):  # again changes nothing
            await text_vectors.keep_vectors(
                session, workspace_id=mine.workspace_id, model="m", vectors={ONE: [0.5, -1.25]}
            )
    async with database.sessions.begin() as session:
        found = [
            await text_vectors.find_vectors(
                session, workspace_id=workspace_id, model=model, hashes=[ONE, TWO]
            )
            for workspace_id, model in (
                (mine.workspace_id, "m"),
                (mine.workspace_id, "n"),
                (other.workspace_id, "m"),
            )
        ]

    assert found == [{ONE: [0.5, -1.25]}, {}, {}]


async def test_old_vectors_go_when_new_ones_come(database: Database) -> None:
    house = await build_house(database)
    given: dict[str, Any] = {"workspace_id": house.workspace_id, "model": "m"}
    async with database.sessions.begin() as session:
        await text_vectors.keep_vectors(session, **given, vectors={ONE: [1.0]})
        await session.exec(text("UPDATE text_vector SET created_at = now() - interval '31 days'"))  # pyright: ignore[reportCallIssue, reportArgumentType]
        await text_vectors.keep_vectors(session, **given, vectors={TWO: [2.0]})
        found = await text_vectors.find_vectors(session, **given, hashes=[ONE, TWO])

    assert found == {TWO: [2.0]}
