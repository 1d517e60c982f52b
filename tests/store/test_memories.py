"""What agents remember: once, by workspace, and gone when it is erased."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from noria.ai.memory import MAX_ENTRIES, NewExchange, Remembered, text_of
from noria.errors import NotFound
from store import memories, text_vectors
from store.database import Database
from store.ids import new_id
from store.memories import MemoryRow
from store.memory_tables import MemoryEntry
from tests.store.rows import House, build_house

KEY = "customer 7"


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


async def keep(database: Database, house: House, source: str, key: str = KEY) -> None:
    exchange = NewExchange(
        source, str(house.run_id), "helper__think", f"ask {source}", f"answer {source}"
    )
    async with database.sessions.begin() as session:
        await memories.keep(session, workspace_id=house.workspace_id, key=key, exchange=exchange)


async def recall(
    database: Database, house: House, *, limit: int = 10, whole: bool = True, beside: str = ""
) -> Remembered:
    async with database.sessions.begin() as session:
        return await memories.recall(
            session,
            workspace_id=house.workspace_id,
            key=KEY,
            limit=limit,
            whole=whole,
            beside=beside,
        )


async def listed(database: Database, house: House, search: str | None = None) -> list[MemoryRow]:
    async with database.sessions.begin() as session:
        page = await memories.list_memories(
            session, workspace_id=house.workspace_id, search=search, cursor=None, limit=10
        )
    return list(page.items)


async def entries(database: Database, house: House) -> Sequence[MemoryEntry]:
    [row] = await listed(database, house)
    async with database.sessions.begin() as session:
        page = await memories.list_entries(
            session,
            workspace_id=house.workspace_id,
            memory_id=row.memory.id,
            cursor=None,
            limit=10,
        )
    return page.items


def asked(found: Remembered) -> list[str]:
    return [each.asked for each in found.exchanges]


async def test_the_newest_are_recalled_the_oldest_of_them_first(
    database: Database, house: House
) -> None:
    for source in ("a", "b", "b", "c"):
        await keep(database, house, source)

    assert asked(await recall(database, house)) == ["ask a", "ask b", "ask c"], "each source once"
    assert asked(await recall(database, house, limit=2, beside="c")) == ["ask a", "ask b"]
    assert [row.entries for row in await listed(database, house)] == [3]


async def test_one_workspace_never_sees_what_another_one_remembers(
    database: Database, house: House
) -> None:
    stranger = await build_house(database, "stranger@noria.example")
    await keep(database, house, "a")
    [row] = await listed(database, house)

    assert await recall(database, stranger) == Remembered()
    assert await listed(database, stranger) == []
    async with database.sessions.begin() as session:
        with pytest.raises(NotFound):
            await memories.get_memory(
                session, workspace_id=stranger.workspace_id, memory_id=row.memory.id
            )
        await memories.summarize(
            session,
            workspace_id=stranger.workspace_id,
            key=KEY,
            summary="stolen",
            ids=[UUID(each.id) for each in (await recall(database, house)).exchanges],
        )
    assert (await recall(database, house)).summary == ""


async def summarize(database: Database, house: House, ids: list[UUID]) -> None:
    async with database.sessions.begin() as session:
        await memories.summarize(
            session, workspace_id=house.workspace_id, key=KEY, summary="In short.", ids=ids
        )


async def test_what_is_summarized_is_told_by_the_summary(database: Database, house: House) -> None:
    for source in ("a", "b"):
        await keep(database, house, source)
    first = UUID((await recall(database, house)).exchanges[0].id)
    await summarize(database, house, [first, new_id()])
    untouched = await recall(database, house, whole=False)
    await summarize(database, house, [first])
    found = await recall(database, house, whole=False)

    assert (untouched.summary, len(untouched.exchanges)) == ("", 2), "one of them was gone"
    assert (found.summary, asked(found)) == ("In short.", ["ask b"])


async def test_an_erased_entry_takes_the_summary_and_its_vector_along(
    database: Database, house: House
) -> None:
    for source in ("a", "b"):
        await keep(database, house, source)
    await summarize(
        database, house, [UUID(each.id) for each in (await recall(database, house)).exchanges]
    )
    texts = [text_of(f"ask {source}", f"answer {source}") for source in ("a", "b")]
    hashes = [memories.vector_hash(text).hex() for text in texts]
    async with database.sessions.begin() as session:
        await text_vectors.keep_vectors(
            session,
            workspace_id=house.workspace_id,
            model="m",
            vectors={each: [1.0, 0.0] for each in hashes},
        )
    newest, oldest = await entries(database, house)
    async with database.sessions.begin() as session:
        memory = await memories.get_memory(
            session, workspace_id=house.workspace_id, memory_id=oldest.memory_id, locked=True
        )
        await memories.erase_entry(session, memory, oldest.id)
    async with database.sessions.begin() as session:
        vectors = await text_vectors.find_vectors(
            session, workspace_id=house.workspace_id, model="m", hashes=hashes
        )

    found = await recall(database, house, whole=False)
    assert (found.summary, asked(found)) == ("", [newest.asked])
    assert vectors.keys() == {hashes[1]}


async def test_an_erased_memory_is_gone_and_may_begin_anew(
    database: Database, house: House
) -> None:
    await keep(database, house, "a")
    await keep(database, house, "b", key="other")
    [row] = await listed(database, house, search="Customer")
    async with database.sessions.begin() as session:
        memory = await memories.get_memory(
            session, workspace_id=house.workspace_id, memory_id=row.memory.id, locked=True
        )
        await memories.erase_memory(session, memory)

    assert await recall(database, house) == Remembered()
    assert [row.memory.key for row in await listed(database, house)] == ["other"]
    await keep(database, house, "a")
    assert asked(await recall(database, house)) == ["ask a"]


async def test_the_oldest_go_where_there_are_too_many(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_ENTRIES > 2
    monkeypatch.setattr(memories, "MAX_ENTRIES", 2)
    for source in ("a", "b", "c"):
        await keep(database, house, source)

    assert asked(await recall(database, house)) == ["ask b", "ask c"]
