"""A workspace with a knowledge base, as nodes see it."""

from typing import Any
from uuid import UUID

import httpx2

from activities.knowledge.add import KnowledgeAddConfig, KnowledgeAddOutput, knowledge_add
from activities.knowledge.answer import (
    KnowledgeAnswerConfig,
    KnowledgeAnswerOutput,
    knowledge_answer,
)
from activities.knowledge.search import (
    KnowledgeSearchConfig,
    KnowledgeSearchOutput,
    knowledge_search,
)
from noria.ai.names import LOCAL_EMBEDDING
from noria.knowledge.chunking import ChunkRule
from store import knowledge
from store.database import Database
from store.ids import new_id
from store.knowledge_tables import KnowledgeBase
from tests.activities.fakes import FakeContext
from tests.store.rows import build_house
from worker.shelf import Shelves

HANDBOOK = """# Leave

Every employee has thirty days of paid leave a year. Ask your manager two weeks before.

# Illness

Call the office before nine in the morning. Bring a doctor's note on the third day.

# Travel

Trains are booked in second class. Invoice numbers begin with INV-2026.
"""
RULE = ChunkRule(strategy="headings", size=300, overlap=0)


class Reader:
    """A workspace with a knowledge base, and a node's view of it."""

    def __init__(self, workspace_id: UUID, base_id: UUID, shelves: Shelves) -> None:
        self.workspace_id = workspace_id
        self.base_id = base_id
        self.context = FakeContext(
            http=httpx2.AsyncClient(),
            workspace_id=str(workspace_id),
            on_shelf=shelves.of(str(workspace_id)),
            timeout_s=60,
        )

    async def add(self, name: str, content: str, **details: Any) -> KnowledgeAddOutput:
        assert knowledge_add.run is not None
        config = KnowledgeAddConfig(
            knowledge_base="Handbook", name=name, content=content, details=details
        )
        return await knowledge_add.run(config, self.context)

    async def search(self, query: str, **config: Any) -> KnowledgeSearchOutput:
        assert knowledge_search.run is not None
        given = {"knowledge_base": "Handbook", "query": query, **config}
        return await knowledge_search.run(KnowledgeSearchConfig.model_validate(given), self.context)

    async def answer(self, question: str, **config: Any) -> KnowledgeAnswerOutput:
        assert knowledge_answer.run is not None
        given = {"knowledge_base": "Handbook", "question": question, **config}
        return await knowledge_answer.run(KnowledgeAnswerConfig.model_validate(given), self.context)


async def build_reader(database: Database, shelves: Shelves, email: str, **base_is: Any) -> Reader:
    house = await build_house(database, email)
    async with database.sessions.begin() as session:
        row = KnowledgeBase(
            id=new_id(), workspace_id=house.workspace_id, name="Handbook",
            model=LOCAL_EMBEDDING, rule=RULE.model_dump(), **base_is,
        )  # fmt: skip
        base = await knowledge.add_base(session, base=row)
    return Reader(house.workspace_id, base.id, shelves)
