"""How fast chunks come into Milvus Lite, how fast they are found, and how many of the right ones.

`python -m benchmarks.knowledge --chunks 10000` starts a Milvus Lite of its own. Texts are made of
a fixed vocabulary, and vectors lie around topics, as those of real texts do; embedding itself is
measured apart, on a few texts, since it would take most of the time. What was found is held against
an exact search with NumPy.

With `--relations` it measures searches that follow relations instead, on a PostgreSQL of its own besides.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import numpy as np

from activities.ai.calls import minilm
from benchmarks import relations
from benchmarks.live import latency
from local import milvus as local_milvus
from store.milvus import Milvus

DIMENSIONS = 384
TOPICS = 100
BATCH = 64
LIMIT = 10
_SYLLABLES = ("ka", "lo", "mi", "ne", "pu", "ra", "so", "ti", "vu", "ze")


def make_texts(count: int, rng: random.Random) -> list[str]:
    """About 100 words each, of 5,000 that are known, some far more often than others."""
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(5_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    return [" ".join(rng.choices(words, weights, k=100)) for _ in range(count)]


def make_vectors(count: int, seed: int) -> Any:
    """Of length 1, around `TOPICS` points."""
    rng = np.random.default_rng(seed)
    topics = np.random.default_rng(0).normal(size=(TOPICS, DIMENSIONS))
    found = topics[rng.integers(0, TOPICS, count)] + rng.normal(size=(count, DIMENSIONS)) * 0.7
    return found / np.linalg.norm(found, axis=1, keepdims=True)


async def ingest(
    milvus: Milvus, base_id: str, ids: Sequence[str], texts: Sequence[str], vectors: Any
) -> float:
    """Chunks a second, the last flush included."""
    began = time.perf_counter()
    for start in range(0, len(ids), BATCH):
        part = slice(start, start + BATCH)
        chunks = dict(zip(ids[part], texts[part], strict=True))
        await milvus.put(base_id, "d" * 36, chunks, vectors[part].tolist())
    await milvus.flush(base_id)
    return len(ids) / (time.perf_counter() - began)


async def timed(call: Any) -> tuple[float, Any]:
    """Milliseconds, and the answer."""
    began = time.perf_counter()
    answer = await call
    return (time.perf_counter() - began) * 1000, answer


async def measure(count: int, questions: int) -> None:
    rng = random.Random(7)
    texts = make_texts(count, rng)
    vectors = make_vectors(count, 1)
    asked = make_vectors(questions, 2)
    ids = [str(uuid4()) for _ in range(count)]
    base_id = str(uuid4())
    with local_milvus.running() as uri:
        milvus = Milvus(uri)
        await milvus.count(base_id)  # imports the client, which is not what is measured
        rate = await ingest(milvus, base_id, ids, texts, vectors)
        print(f"{count:,} chunks of {DIMENSIONS} dimensions: {rate:,.0f} a second into Milvus Lite")
        near = [await timed(milvus.near(base_id, vector.tolist(), LIMIT)) for vector in asked]
        words = [
            await timed(
                milvus.with_words(base_id, " ".join(rng.choices(texts[0].split(), k=5)), LIMIT)
            )
            for _ in range(questions)
        ]
        both = [
            await timed(
                asyncio.gather(
                    milvus.near(base_id, vector.tolist(), LIMIT),
                    milvus.with_words(base_id, texts[at][:40], LIMIT),
                )
            )
            for at, vector in enumerate(asked)
        ]
        await milvus.close()
    for name, found in (("by meaning", near), ("by words", words), ("hybrid", both)):
        spread = latency([ms for ms, _ in found])
        print(f"  {name:<11} p50 {spread.median:6.1f} ms   p95 {spread.p95:6.1f} ms")
    print(
        f"  recall of the {LIMIT} nearest, against exact search: {recall(ids, vectors, asked, near):.3f}"
    )


def recall(
    ids: Sequence[str], vectors: Any, asked: Any, found: Sequence[tuple[float, Any]]
) -> float:
    """The part of the right ones that was found."""
    exact = np.argsort(-(asked @ vectors.T), axis=1)[:, :LIMIT]
    hits = sum(
        len({ids[at] for at in right} & set(answer))
        for right, (_, answer) in zip(exact, found, strict=True)
    )
    return hits / exact.size


def measure_embedding(count: int) -> None:
    texts = make_texts(count, random.Random(3))
    minilm.embed(texts[:1])
    began, cpu = time.perf_counter(), time.process_time()
    minilm.embed(texts)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"Bundled model: {count / wall:,.1f} chunks of 100 words a second, "
        f"{cpu / count * 1000:,.0f} ms of CPU each"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--embed", type=int, default=64)
    parser.add_argument("--relations", action="store_true")
    given = parser.parse_args()
    if given.relations:
        rng = random.Random(7)
        facts = relations.make_facts(make_texts(given.chunks, rng), rng)
        vectors = make_vectors(len(facts.texts), 1)
        asyncio.run(relations.measure(facts, vectors, given.questions))
        return
    measure_embedding(given.embed)
    asyncio.run(measure(given.chunks, given.questions))


if __name__ == "__main__":
    main()
