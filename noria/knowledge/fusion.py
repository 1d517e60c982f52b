"""Puts the results of searches together: by meaning, by words and by relations, by reciprocal rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K = 60
"""As in the paper of Cormack, Clarke and Büttcher: how little the first ranks stand out."""


@dataclass(frozen=True)
class Ranked:
    """What was found, with how each search judged it."""

    chunk_id: str
    score: float
    """Of all searches together; the highest is the best. 1: first in all of them."""
    meaning: float | None = None
    """Cosine similarity, from -1 to 1. None: not among those that were near."""
    words: float | None = None
    """BM25; higher is better. None: not among those with such words."""
    relations: float | None = None
    """Higher is nearer to what the question names. None: no relation leads there."""


def fuse(
    meaning: Mapping[str, float],
    words: Mapping[str, float],
    limit: int,
    relations: Mapping[str, float] | None = None,
) -> Sequence[Ranked]:
    """The best first; those of the same score in the order of their ids."""
    lists = [_best_first(each) for each in (meaning, words, relations) if each]
    scores: dict[str, float] = {}
    for found in lists:
        for rank, chunk_id in enumerate(found, 1):
            scores[chunk_id] = scores.get(chunk_id, 0.0) + 1 / (K + rank)
    highest = len(lists) / (K + 1) if lists else 1.0
    order = sorted(scores, key=lambda chunk_id: (-scores[chunk_id], chunk_id))
    return [
        Ranked(
            chunk_id,
            round(scores[chunk_id] / highest, 6),
            meaning.get(chunk_id),
            words.get(chunk_id),
            (relations or {}).get(chunk_id),
        )
        for chunk_id in order[:limit]
    ]


def _best_first(found: Mapping[str, float]) -> list[str]:
    return sorted(found, key=lambda chunk_id: (-found[chunk_id], chunk_id))
