"""Chunks that relations lead to: from what a question names to what is tied to that, and who speaks of it."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, or_, select

from noria.knowledge.entities import grams
from store.database import Session
from store.knowledge_tables import (
    KnowledgeChunk,
    KnowledgeEntity,
    KnowledgeMention,
    KnowledgeRelation,
)

HOPS = 2
"""From what a question names, along relations."""
FADE = 0.5
"""How much less what is one relation farther away has to do with the question."""
MAX_FOLLOWED = 300
"""Relations, and mentions, that a search looks at from one hop to the next."""
FIRST_HITS = 3
"""Of the other searches: what the best passages speak of counts half of what the question names."""


@dataclass(frozen=True)
class Related:
    """A chunk that relations lead to."""

    score: float
    names: tuple[str, ...]
    """Of the entities that it speaks of, those nearest to the question first."""


@dataclass(frozen=True)
class Walk:
    """Along the relations of one base."""

    session: Session
    workspace_id: UUID
    base_id: UUID

    async def find(
        self, question: str, first: Sequence[str], documents: Sequence[str] | None, limit: int
    ) -> dict[str, Related]:
        """`first`: chunks that other searches found, the best first; `documents`: None for all."""
        weights = dict.fromkeys(await self._named(grams(question)), 1.0)
        for entity_id in await self._mentioned(first[:FIRST_HITS]):
            weights.setdefault(entity_id, FADE)
        begun = frozenset(weights)
        edge = dict(weights)
        for _ in range(HOPS):
            found = await self._neighbours(edge)
            edge = {each: weight for each, weight in found.items() if each not in weights}
            weights |= edge
        rows = await self._mentions(list(weights), documents, MAX_FOLLOWED * limit)
        # Who speaks of what the question names, and of nothing that relations led to, is found by the
        # other searches: here it would only be in the way.
        led = {chunk_id for chunk_id, entity, _ in rows if entity not in begun}
        return _best([row for row in rows if row[0] in led], weights, limit)

    async def _named(self, keys: Sequence[str]) -> Sequence[UUID]:
        query = (
            select(KnowledgeEntity.id)
            .where(
                KnowledgeEntity.workspace_id == self.workspace_id,
                KnowledgeEntity.base_id == self.base_id,
                col(KnowledgeEntity.key).in_(keys),
            )
            .limit(MAX_FOLLOWED)
        )
        return (await self.session.exec(query)).all()

    async def _mentioned(self, chunk_ids: Sequence[str]) -> Sequence[UUID]:
        query = (
            select(KnowledgeMention.entity_id)
            .where(
                KnowledgeMention.workspace_id == self.workspace_id,
                col(KnowledgeMention.chunk_id).in_([UUID(each) for each in chunk_ids]),
            )
            .limit(MAX_FOLLOWED)
        )
        return (await self.session.exec(query)).all()

    async def _neighbours(self, weights: Mapping[UUID, float]) -> dict[UUID, float]:
        """What relations tie to these, and shorter names of the same.

        The more of them there are, the less each counts.
        """
        if not weights:
            return {}
        found: dict[UUID, float] = {}
        ties = await self._ties(list(weights))
        for each, weight in weights.items():
            tied = ties.get(each, set())
            for other in tied:
                share = weight * FADE / math.log2(1 + len(tied))
                found[other] = max(found.get(other, 0.0), share)
        keys = select(KnowledgeEntity.key).where(
            KnowledgeEntity.workspace_id == self.workspace_id,
            col(KnowledgeEntity.id).in_(list(weights)),
        )
        shorter = [
            gram for key in await self.session.exec(keys) for gram in grams(key) if gram != key
        ]
        for other in await self._named(shorter):
            found[other] = max(found.get(other, 0.0), FADE * max(weights.values()))
        return found

    async def _ties(self, ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
        source, target = col(KnowledgeRelation.source_id), col(KnowledgeRelation.target_id)
        query = (
            select(KnowledgeRelation.source_id, KnowledgeRelation.target_id)
            .where(
                KnowledgeRelation.workspace_id == self.workspace_id,
                or_(source.in_(ids), target.in_(ids)),
            )
            .distinct()
            .limit(MAX_FOLLOWED)
        )
        ties: dict[UUID, set[UUID]] = {}
        for one, other in await self.session.exec(query):
            ties.setdefault(one, set()).add(other)
            ties.setdefault(other, set()).add(one)
        return ties

    async def _mentions(
        self, entities: Sequence[UUID], documents: Sequence[str] | None, limit: int
    ) -> list[tuple[UUID, UUID, str]]:
        query = (
            select(KnowledgeMention.chunk_id, KnowledgeEntity.id, KnowledgeEntity.name)
            .join(KnowledgeEntity, col(KnowledgeEntity.id) == KnowledgeMention.entity_id)
            .join(KnowledgeChunk, col(KnowledgeChunk.id) == KnowledgeMention.chunk_id)
            .where(
                KnowledgeMention.workspace_id == self.workspace_id,
                KnowledgeEntity.workspace_id == self.workspace_id,
                KnowledgeEntity.base_id == self.base_id,
                col(KnowledgeMention.entity_id).in_(entities),
            )
            .order_by(col(KnowledgeMention.chunk_id), col(KnowledgeEntity.id))
            .limit(limit)
        )
        if documents is not None:
            query = query.where(
                col(KnowledgeChunk.document_id).in_([UUID(each) for each in documents])
            )
        return [
            (chunk_id, entity, name) for chunk_id, entity, name in await self.session.exec(query)
        ]


def _best(
    rows: Sequence[tuple[UUID, UUID, str]], weights: Mapping[UUID, float], limit: int
) -> dict[str, Related]:
    """By the entities that chunks speak of; one of which many do says little of each."""
    counts = Counter(entity for _, entity, _ in rows)
    gains: dict[str, list[tuple[float, str]]] = {}
    for chunk_id, entity, name in rows:
        gain = weights[entity] / math.log2(1 + counts[entity])
        gains.setdefault(str(chunk_id), []).append((gain, name))
    scores = {each: sum(gain for gain, _ in found) for each, found in gains.items()}
    best = sorted(scores, key=lambda each: (-scores[each], each))[:limit]
    return {each: Related(round(scores[each], 6), _nearest(gains[each])) for each in best}


def _nearest(gains: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(gains, key=lambda each: (-each[0], each[1]))[:5])
