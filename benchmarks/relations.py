"""How long a search takes that follows relations, and what it finds that others don't.

Facts come in pairs whose passages have one name in common: which team does a product, and who leads that
team. A question names the product and asks for the leader, and its vector lies beside the first
passage, as a model's would; nothing but the team's name leads to the second. Every leader's passage
names one of `PLACES` too, so that relations also lead where nothing is to be found.
"""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from benchmarks.live import latency
from local import milvus as local_milvus
from local import postgres
from noria.ai.names import LOCAL_EMBEDDING
from noria.knowledge.chunking import Chunk, ChunkRule
from noria.knowledge.entities import LOCAL_NAMES, names_in
from noria.knowledge.shelf import Base, Document, NewDocument, Query, SearchMode
from store import accounts, knowledge
from store.database import Database, open_database
from store.ids import new_id
from store.knowledge_tables import KnowledgeBase
from store.migrate import upgrade
from store.milvus import Milvus
from store.settings import StoreSettings
from worker.shelf import DatabaseShelf, Shelves

PLACES = 50
BATCH = 64
LIMIT = 10
MODES: tuple[SearchMode, ...] = ("hybrid", "relations")


@dataclass(frozen=True)
class Facts:
    """Passages, and the questions that two of them answer together."""

    texts: Sequence[str]
    products: Sequence[str]
    """The first passage of the product at `n` is at `2n`, the second one behind it."""


def make_facts(fillers: Sequence[str], rng: random.Random) -> Facts:
    """Each filler becomes a passage. They hold small letters only, so no names."""
    names = iter(_names(3 * len(fillers) + PLACES, rng))
    places = [next(names) for _ in range(PLACES)]
    texts: list[str] = []
    products: list[str] = []
    for first, second in zip(fillers[::2], fillers[1::2], strict=False):
        product, team, leader = next(names), next(names), next(names)
        texts.append(f"{first}. The work on {product} is done by Team {team}.")
        texts.append(f"{second}. Mr {leader} leads Team {team} in {rng.choice(places)}.")
        products.append(product)
    return Facts(texts, products)


def _names(count: int, rng: random.Random) -> Sequence[str]:
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choices(syllables, k=4)).capitalize()] = None
    return list(found)


async def measure(facts: Facts, vectors: Any, questions: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="noria-relations-"))
    try:
        with postgres.running(folder) as url, local_milvus.running() as uri:
            await asyncio.to_thread(upgrade, url)
            database = open_database(StoreSettings(database_url=url, blob_url=""))
            milvus = Milvus(uri)
            try:
                await _measure(database, milvus, facts, vectors, questions)
            finally:
                await milvus.close()
                await database.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(
    database: Database, milvus: Milvus, facts: Facts, vectors: Any, questions: int
) -> None:
    shelf, base = await _build(database, milvus)
    document = await shelf.add(
        base.id, NewDocument(name="facts", source="node", media_type="text/plain")
    )
    chunks = [Chunk(text, None, 0, len(text)) for text in facts.texts]
    await shelf.write_chunks(document, chunks, "1")
    await _embed(shelf, document, dict(zip(facts.texts, vectors.tolist(), strict=True)))
    began, cpu = time.perf_counter(), time.process_time()
    await _note(shelf, base, document)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    await shelf.finish(document)
    print(
        f"Relations: names of {len(chunks):,} chunks noted, {len(chunks) / wall:,.0f} chunks a second, "
        f"{cpu / len(chunks) * 1000:.1f} ms of CPU each (without PostgreSQL's)"
    )
    rng = np.random.default_rng(3)
    asked = rng.choice(len(facts.products), min(questions, len(facts.products)), replace=False)
    for mode in MODES:
        await _search(shelf, base, facts, vectors, asked.tolist(), mode)


async def _search(
    shelf: DatabaseShelf,
    base: Base,
    facts: Facts,
    vectors: Any,
    asked: Sequence[int],
    mode: SearchMode,
) -> None:
    rng: Any = np.random.default_rng(4)
    spent: list[float] = []
    hits = 0
    for at in asked:
        vector: Any = vectors[2 * at] + rng.normal(size=vectors.shape[1]) * 0.02
        text = f"Who leads the team that does the work on {facts.products[at]}?"
        began = time.perf_counter()
        found = await shelf.search(base, Query(text=text, limit=LIMIT, mode=mode), vector.tolist())
        spent.append((time.perf_counter() - began) * 1000)
        hits += any(hit.text == facts.texts[2 * at + 1] for hit in found)
    spread = latency(spent)
    print(
        f"  {mode:<11} p50 {spread.median:6.1f} ms   p95 {spread.p95:6.1f} ms   "
        f"second passage among the {LIMIT} best: {hits / len(asked):.0%}"
    )


async def _build(database: Database, milvus: Milvus) -> tuple[DatabaseShelf, Base]:
    async with database.sessions.begin() as session:
        owner = await accounts.add_owner(
            session, email="bench@noria.example", password_hash="-", workspace_name="Bench"
        )
        rule = ChunkRule().model_dump(mode="json")
        row = KnowledgeBase(
            id=new_id(), workspace_id=owner.workspace_id, name="Facts", model=LOCAL_EMBEDDING,
            rule=rule, entity_model=LOCAL_NAMES,
        )  # fmt: skip
        added = await knowledge.add_base(session, base=row)
        base_id: UUID = added.id
    shelf = Shelves(database, milvus).of(str(owner.workspace_id))
    return shelf, await shelf.base(str(base_id))


async def _embed(shelf: DatabaseShelf, document: Document, known: dict[str, list[float]]) -> None:
    while texts := await shelf.next_chunks(document, BATCH):
        await shelf.keep_vectors(document, {each: known[text] for each, text in texts.items()})


async def _note(shelf: DatabaseShelf, base: Base, document: Document) -> None:
    while texts := await shelf.next_unlinked(base, document, BATCH):
        await shelf.keep_links(
            base, document, {each: names_in(text) for each, text in texts.items()}
        )
