"""Knowledge bases on real parts: Milvus Lite, PostgreSQL, Temporal, and the bundled model."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from temporalio.client import Client

from activities.ai.calls import library
from activities.knowledge.add import KnowledgeAddConfig, knowledge_add
from activities.knowledge.answer import NOTHING
from noria.errors import NodeFailed, NodeUnavailable, NotFound
from noria.knowledge.fusion import Ranked
from noria.knowledge.shelf import NewDocument, Query
from noria.knowledge.work import DocumentCall, PreviewCall, SearchCall
from store import knowledge, knowledge_chunks
from store.blobs import ObjectBlobStore
from store.database import Database
from store.ids import new_id
from store.knowledge_tables import KnowledgeDocument
from store.milvus import Milvus
from tests.worker.house import until
from tests.worker.knowledge_house import HANDBOOK, RULE, Reader
from tests.worker.test_process import working
from worker.process import Settings
from worker.shelf import Shelves
from workflows.asking import ask
from workflows.begin import start_document
from workflows.client import connect
from workflows.questions import CHUNKS, KNOWLEDGE_SEARCH


async def test_a_passage_is_found_by_meaning_and_by_words_in_its_place(mine: Reader) -> None:
    added = await mine.add("handbook.md", HANDBOOK)
    by_meaning = await mine.search("How long is my vacation?", mode="meaning", limit=1)
    by_words = await mine.search("INV-2026", mode="words", limit=5)
    both = await mine.search("Whom do I call when I feel ill in the morning?")

    assert added.chunks == 3
    [leave] = by_meaning.passages
    assert leave.heading == "Leave"
    assert HANDBOOK[leave.start : leave.end] == leave.text
    assert (leave.page, leave.document) == (None, "handbook.md")
    assert [each.heading for each in by_words.passages] == ["Travel"]
    assert by_words.passages[0].meaning is None
    assert both.passages[0].heading == "Illness"
    assert both.passages[0].score >= both.passages[-1].score
    assert both.passages[0].words is not None


async def test_a_new_edition_embeds_only_what_changed(mine: Reader, milvus: Milvus) -> None:
    await mine.add("handbook.md", HANDBOOK)
    before = len(mine.context.ledger.orders)
    await mine.add("handbook.md", HANDBOOK)
    unchanged = len(mine.context.ledger.orders)
    again = await mine.add("handbook.md", HANDBOOK.replace("second class", "first class"))
    changed = mine.context.ledger.orders[unchanged:]
    found = await mine.search("second class", mode="words")

    assert unchanged == before
    assert len(changed) == 1
    assert again.chunks == 3
    assert [each.text for each in found.passages if "second class" in each.text] == []
    assert await milvus.count(str(mine.base_id)) == 3


async def test_e_knowledge_of_another_workspace_is_not_found_however_it_is_asked_for(
    mine: Reader, theirs: Reader, shelves: Shelves, database: Database
) -> None:
    added = await theirs.add("secret.md", "The code of the safe is 4711.")
    await mine.add("open.md", "The safe stands in the cellar.")

    for name in (str(theirs.base_id), f"kb_{theirs.base_id.hex}", "' OR 1=1 --"):
        with pytest.raises(NodeFailed, match="no knowledge base"):
            await mine.search("safe", knowledge_base=name)
    found = await mine.search("code of the safe 4711")
    shelf = shelves.of(str(mine.workspace_id))
    # Even who got hold of the base itself, as by a bug before, finds nothing with this shelf.
    their_base = await shelves.of(str(theirs.workspace_id)).base("Handbook")
    stolen = await shelf.search(their_base, Query(text="safe 4711", mode="words"), None)
    base = await shelf.base("Handbook")
    narrowed = await shelf.search(
        base, Query(text="safe", mode="words", documents=(added.document_id,)), None
    )
    async with database.sessions.begin() as session:
        chunk_ids = await knowledge_chunks.list_chunks(
            session, workspace_id=theirs.workspace_id, document_id=UUID(added.document_id),
            after=0, limit=5,
        )  # fmt: skip
        ranked = [Ranked(str(each.id), 1.0) for each in chunk_ids]
        read = await knowledge_chunks.read_hits(
            session, workspace_id=mine.workspace_id, base_id=theirs.base_id, ranked=ranked
        )
        foreign = await knowledge_chunks.list_chunks(
            session, workspace_id=mine.workspace_id, document_id=UUID(added.document_id),
            after=0, limit=5,
        )  # fmt: skip

    assert [each.document for each in found.passages] == ["open.md"]
    assert (stolen, narrowed, read, list(foreign)) == ([], [], [], [])
    assert await shelf.document(added.document_id, 1) is None
    assert len(ranked) == 1


async def test_searches_are_narrowed_to_documents_with_these_details(mine: Reader) -> None:
    await mine.add("en.md", "Lunch is at noon.", language="en", year=2026, draft=False)
    await mine.add("de.md", "Lunch is at one.", language="de", year=2025, draft=True)

    async def documents(**wanted: Any) -> list[str]:
        found = await mine.search("When is lunch?", filter=wanted)
        return [each.document for each in found.passages]

    assert sorted(await documents()) == ["de.md", "en.md"]
    assert await documents(language="en") == ["en.md"]
    assert await documents(year=2025, draft=True) == ["de.md"]
    assert await documents(language='en" or "1" == "1') == []
    assert await documents(language="en", year=2025) == []


async def test_an_answer_names_its_sources(mine: Reader) -> None:
    await library.warm_up()
    await mine.add("handbook.md", HANDBOOK)
    said = await mine.answer("How many days of paid leave does every employee have?")

    assert said.text == "Every employee has thirty days of paid leave a year. [1]"
    [source] = said.citations
    assert (source.number, source.document, source.heading) == (1, "handbook.md", "Leave")
    assert said.passages == 3
    assert said.cost_usd == 0


async def test_a_step_may_make_the_base_it_adds_to(mine: Reader) -> None:
    assert knowledge_add.run is not None
    given = {"knowledge_base": "New", "name": "a.md", "content": "# One\n\nFirst."}
    for _ in range(2):
        config = KnowledgeAddConfig.model_validate({**given, "create_base": True})
        await knowledge_add.run(config, mine.context)
    other = KnowledgeAddConfig.model_validate({**given, "knowledge_base": "Other"})
    with pytest.raises(NodeFailed, match="no knowledge base 'Other'"):
        await knowledge_add.run(other, mine.context)

    found = await mine.search("first", knowledge_base="New")
    assert [each.document for each in found.passages] == ["a.md"]


async def test_nothing_is_asked_where_nothing_is_found(mine: Reader) -> None:
    said = await mine.answer("Anything?")

    assert (said.text, said.citations, said.output_tokens) == (NOTHING, [], 0)
    assert [order.kind for order in mine.context.ledger.orders] == ["embed"]


async def test_a_document_that_can_not_be_read_says_why(mine: Reader, database: Database) -> None:
    with pytest.raises(NodeFailed, match="no text"):
        await mine.add("empty.md", "  \n ")
    with pytest.raises(NodeFailed, match="either a content or a URL"):
        await mine.add("both.md", "")
    async with database.sessions.begin() as session:
        page = await knowledge.list_documents(
            session, workspace_id=mine.workspace_id, base_id=mine.base_id, cursor=None, limit=5
        )

    assert [(row.name, row.status) for row in page.items] == [("empty.md", "failed")]
    assert "no text" in (page.items[0].error or "")


async def test_a_milvus_that_is_away_is_waited_for(mine: Reader, database: Database) -> None:
    for uri, said in (("", "NORIA_MILVUS_URI"), ("http://127.0.0.1:9", "Milvus")):
        shelf = Shelves(database, Milvus(uri)).of(str(mine.workspace_id))
        mine.context.on_shelf = shelf
        with pytest.raises(NodeUnavailable, match=said):
            await mine.search("anything", mode="words")


@pytest.fixture
def with_milvus(settings: Settings, milvus_uri: str) -> Settings:
    return replace(settings, store=settings.store.model_copy(update={"milvus_uri": milvus_uri}))


async def test_what_is_uploaded_is_indexed_searched_and_dropped(
    with_milvus: Settings, mine: Reader, database: Database, milvus: Milvus
) -> None:
    workspace_id, base_id = str(mine.workspace_id), str(mine.base_id)
    blobs = ObjectBlobStore(with_milvus.store.blob_url)
    content = await blobs.put(workspace_id, HANDBOOK.encode(), "text/markdown")
    scan = await blobs.put(workspace_id, b" \n", "text/plain")
    client = await connect(with_milvus.temporal)
    async with working(with_milvus):
        call, broken = [
            await upload(database, client, mine, NewDocument(name=name, content=each))
            for name, each in (("handbook.md", content), ("scan.txt", scan))
        ]
        await until(lambda: has(database, call, "ready"), within_s=90)
        await until(lambda: has(database, broken, "failed"))
        before = await cut_of(database, call)
        # The whole base is cut anew: the one that is broken holds up no other.
        again = await index_all(database, client, mine)
        await until(lambda: has(database, call, "ready", revision=2), within_s=90)
        await until(lambda: has(database, broken, "failed", revision=2))
        await client.get_workflow_handle(again.workflow_id).result()
        after = await cut_of(database, call)
        found, foreign, shown = await asyncio.gather(
            ask(client, KNOWLEDGE_SEARCH, SearchCall(
                workspace_id=workspace_id, base_id=base_id, query=Query(text="second class"),
            )),
            ask(client, KNOWLEDGE_SEARCH, SearchCall(
                workspace_id=str(new_id()), base_id=base_id, query=Query(text="second class"),
            )),
            ask(client, CHUNKS, PreviewCall(
                workspace_id=workspace_id, content=content, name="handbook.md", rule=RULE, limit=2,
            )),
        )  # fmt: skip
        async with database.sessions.begin() as session:
            row = await find(session, call)
            row.deleted_at = await knowledge.time_of(session)
        drop = call.model_copy(update={"kind": "drop_document", "revision": 2})
        await start_document(client, drop)
        await until(lambda: has(database, call, None))

    assert before != after
    assert "second class" in found.hits[0].text
    assert foreign.refusal is not None
    assert "no knowledge base" in foreign.refusal
    assert (shown.total, [each.heading for each in shown.chunks]) == (3, ["Leave", "Illness"])
    assert await milvus.count(base_id) == 0


async def upload(
    database: Database, client: Client, reader: Reader, new: NewDocument
) -> DocumentCall:
    async with database.sessions.begin() as session:
        row = await knowledge.put_document(
            session, workspace_id=reader.workspace_id, base_id=reader.base_id, new=new
        )
        call = DocumentCall(
            workspace_id=str(reader.workspace_id), base_id=str(reader.base_id),
            document_id=str(row.id), revision=row.revision,
        )  # fmt: skip
    await start_document(client, call)
    return call


async def index_all(database: Database, client: Client, reader: Reader) -> DocumentCall:
    """By a rule that cuts more finely."""
    async with database.sessions.begin() as session:
        base = await knowledge.get_base(
            session, workspace_id=reader.workspace_id, base_id=reader.base_id
        )
        base.rule = {**base.rule, "strategy": "sentences", "size": 100}
        await session.flush()
        await knowledge.index_all_again(session, base)
    call = DocumentCall(
        workspace_id=str(reader.workspace_id), kind="index_base", base_id=str(reader.base_id)
    )
    await start_document(client, call)
    return call


async def cut_of(database: Database, call: DocumentCall) -> str | None:
    async with database.sessions.begin() as session:
        return (await find(session, call)).content_hash


async def find(session: Any, call: DocumentCall) -> KnowledgeDocument:
    return await knowledge.get_document(
        session, workspace_id=UUID(call.workspace_id), document_id=UUID(call.document_id),
        with_deleted=True,
    )  # fmt: skip


async def has(
    database: Database, call: DocumentCall, status: str | None, revision: int = 1
) -> bool:
    try:
        async with database.sessions.begin() as session:
            row = await find(session, call)
            return (row.status, row.revision) == (status, revision)
    except NotFound:
        return status is None
