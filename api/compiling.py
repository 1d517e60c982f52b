"""The compiler, off the event loop: a large graph takes half a second."""

import asyncio
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from api.schemas.workflows import ProblemRead
from noria.catalog import load_catalog
from noria.compile import Compiled, compile_graph
from noria.errors import Problem


async def compile_document(graph: dict[str, Any]) -> Compiled:
    """Compile a graph as it is stored or sent."""
    return await asyncio.to_thread(compile_graph, graph, load_catalog())


async def problems_of_graph(graph: dict[str, Any]) -> list[ProblemRead]:
    """All that is wrong with a graph, in the compiler's order."""
    return list(await asyncio.to_thread(_known_problems, orjson.dumps(graph)))


@lru_cache(maxsize=32)
def _known_problems(graph: bytes) -> tuple[ProblemRead, ...]:
    """They follow from the graph alone: one that was saved just now is opened without compiling it."""
    return tuple(problems_read(compile_graph(orjson.loads(graph), load_catalog())))


def problems_read(compiled: Compiled, more: Sequence[Problem] = ()) -> list[ProblemRead]:
    """The compiler's problems as they are sent, and those that it can't know of."""
    return [ProblemRead(**problem.model_dump()) for problem in (*compiled.problems, *more)]


def graph_hash(graph: dict[str, Any]) -> bytes:
    """SHA-256; the order of keys does not matter."""
    return hashlib.sha256(orjson.dumps(graph, option=orjson.OPT_SORT_KEYS)).digest()
