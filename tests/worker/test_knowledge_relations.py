"""Entities and relations of knowledge bases on real parts: noted, followed, and gone with their chunks."""

from uuid import UUID

import pytest
from sqlmodel import col, func, select

from activities.ai.calls import library
from noria.ai.names import DEMO_MODEL
from noria.errors import NodeFailed
from noria.knowledge.entities import LOCAL_NAMES
from store import knowledge, knowledge_links
from store.database import Database
from store.knowledge_tables import KnowledgeBase, KnowledgeEntity, KnowledgeRelation
from tests.worker.knowledge_house import HANDBOOK, Reader, build_reader
from worker.shelf import Shelves

WHO = """# One

Invoices are the job of Team Falcon.

# Two

Ada Lovelace leads Team Falcon, and nobody else does.

# Three

Ada Lovelace can be called at extension C-17.

# Four

Parking costs two euros a day. The canteen opens at noon.

# Five

Invoices that nobody pays are sent again after two weeks.

# Six

Invoices carry a number and a date.

# Seven

People who charge a phone at work do so for free.

# Eight

Whoever reaches the office first is in charge of the coffee.
"""
QUESTION = "Which phone reaches whoever is in charge of the people who do invoices?"


@pytest.fixture
async def linked(database: Database, shelves: Shelves) -> Reader:
    """Its base notes names."""
    email = "linked@noria.example"
    return await build_reader(database, shelves, email, entity_model=LOCAL_NAMES)


async def entities(database: Database, reader: Reader) -> dict[str, int]:
    async with database.sessions.begin() as session:
        rows = await knowledge_links.list_entities(
            session,
            workspace_id=reader.workspace_id, base_id=reader.base_id, search="", window=(0, 50),
        )  # fmt: skip
        return {row.name: row.mentions for row in rows}


async def test_relations_lead_to_what_no_single_search_finds(linked: Reader) -> None:
    await linked.add("who.md", WHO)
    plain = await linked.search(QUESTION, limit=8)
    found = await linked.search(QUESTION, limit=8, mode="relations")

    before = [each.heading for each in plain.passages]
    after = [each.heading for each in found.passages]
    assert after.index("Three") < before.index("Three"), "invoices, Falcon, Ada, and her extension"
    three = next(each for each in found.passages if each.heading == "Three")
    assert three.relations is not None
    assert "Ada Lovelace" in three.entities
    assert all(each.relations is None for each in plain.passages)


async def test_what_was_noted_goes_with_its_chunks_and_comes_once(
    linked: Reader, database: Database
) -> None:
    await linked.add("who.md", WHO)
    first = await entities(database, linked)
    await linked.add("who.md", WHO.replace("Ada Lovelace leads", "Grace Hopper leads"))
    edited = await entities(database, linked)
    async with database.sessions.begin() as session:
        ada = (
            await session.exec(
                select(KnowledgeEntity.id).where(
                    KnowledgeEntity.workspace_id == linked.workspace_id,
                    KnowledgeEntity.key == "grace hopper",
                )
            )
        ).one()
        said = await knowledge_links.list_relations(
            session,
            workspace_id=linked.workspace_id, base_id=linked.base_id, entity_id=ada, limit=5,
        )  # fmt: skip
        base = await knowledge.get_base(
            session, workspace_id=linked.workspace_id, base_id=linked.base_id
        )
        await knowledge_links.forget_all(session, workspace_id=linked.workspace_id, base_id=base.id)
        left = (
            await session.exec(
                select(func.count()).where(
                    col(KnowledgeRelation.workspace_id) == linked.workspace_id
                )
            )
        ).one()

    assert (first["Ada Lovelace"], first["Team Falcon"]) == (2, 2)
    assert (edited["Ada Lovelace"], edited["Grace Hopper"]) == (1, 1)
    assert [(each.source, each.how, each.target, each.document) for each in said] == [
        ("Grace Hopper", "leads", "Team Falcon", "who.md")
    ]
    assert left == 0
    assert await entities(database, linked) == {}


async def test_a_chat_model_is_asked_about_new_chunks_only(
    database: Database, shelves: Shelves
) -> None:
    await library.warm_up()
    reader = await build_reader(database, shelves, "asked@noria.example", entity_model=DEMO_MODEL)
    await reader.add("handbook.md", HANDBOOK)
    asked = [order for order in reader.context.ledger.orders if order.kind == "chat"]
    await reader.add("handbook.md", HANDBOOK)
    again = [order for order in reader.context.ledger.orders if order.kind == "chat"]
    await reader.add("handbook.md", HANDBOOK.replace("second class", "first class"))
    changed = [order for order in reader.context.ledger.orders if order.kind == "chat"]

    assert len(asked) == 1, "three chunks in one question"
    assert again == asked
    assert len(changed) == 2


async def test_a_base_without_entities_says_so_when_relations_are_asked_for(mine: Reader) -> None:
    await mine.add("handbook.md", HANDBOOK)
    with pytest.raises(NodeFailed, match="notes no entities"):
        await mine.search("leave", mode="relations")


async def test_e_relations_of_another_workspace_lead_nowhere(
    linked: Reader, shelves: Shelves, database: Database
) -> None:
    other = await build_reader(database, shelves, "foreign@noria.example", entity_model=LOCAL_NAMES)
    await linked.add("who.md", WHO)
    await other.add("open.md", "Ada Lovelace likes tea.")
    found = await other.search("Ada Lovelace", mode="relations", limit=10)
    async with database.sessions.begin() as session:
        stolen = await knowledge_links.list_entities(
            session,
            workspace_id=other.workspace_id, base_id=linked.base_id, search="", window=(0, 50),
        )  # fmt: skip
        known = (
            await session.exec(
                select(KnowledgeEntity.id).where(
                    KnowledgeEntity.base_id == linked.base_id,
                    KnowledgeEntity.workspace_id == linked.workspace_id,
                )
            )
        ).all()
        said = [
            await knowledge_links.list_relations(
                session,
                workspace_id=other.workspace_id, base_id=linked.base_id, entity_id=each, limit=5,
            )
            for each in known
        ]  # fmt: skip
        kept = await session.get(KnowledgeBase, UUID(str(linked.base_id)))

    assert [each.document for each in found.passages] == ["open.md"]
    assert stolen == []
    assert known
    assert not any(said)
    assert kept is not None
