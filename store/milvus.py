"""Vectors of chunks in Milvus: one collection for each knowledge base.

Milvus knows ids, vectors and words, and no workspaces. Collections are named by the ids of bases,
which callers have found in the workspace before; what is found here is read from PostgreSQL again,
within the workspace. So a base of another one can't be reached with whatever a search is for.

pymilvus is imported at the first call: it takes seconds and 150 MB.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from noria.ai.vectors import Vector
from noria.errors import Unavailable
from store.settings import StoreSettings

T = TypeVar("T")

SECONDS = 60.0
"""For one call; a flush of many rows takes longest."""
MAX_TEXT_BYTES = 60_000
_ANALYZER = {"tokenizer": "standard", "filter": ["lowercase"]}


class Milvus:
    """A server, or Milvus Lite behind the same protocol. Its methods are safe to repeat."""

    def __init__(self, uri: str, token: str = "") -> None:
        """
        Args:
            uri: `http://host:port`; empty: there is none.
            token: `user:password` or a key; Milvus Lite asks for none.
        """
        self._uri = uri
        self._token = token
        self._client: Any = None
        self._lock = threading.Lock()

    async def put(
        self, base_id: str, document_id: str, texts: Mapping[str, str], vectors: Sequence[Vector]
    ) -> None:
        """Store chunks by their ids; those that were there are replaced."""
        if not texts:
            return
        rows = [
            {"id": chunk_id, "document_id": document_id, "text": _fit(text), "vector": list(vector)}
            for (chunk_id, text), vector in zip(texts.items(), vectors, strict=True)
        ]
        name = collection_of(base_id)

        def put(client: Any) -> None:
            _make(client, name, len(rows[0]["vector"]))
            client.upsert(name, rows, timeout=SECONDS)

        await self._ask(put)

    async def flush(self, base_id: str) -> None:
        """Searches are four times as fast afterwards; nothing is lost without it."""
        name = collection_of(base_id)

        def flush(client: Any) -> None:
            if client.has_collection(name, timeout=SECONDS):
                client.flush(name, timeout=SECONDS)

        await self._ask(flush)

    async def near(
        self, base_id: str, vector: Vector, limit: int, documents: Sequence[str] | None = None
    ) -> dict[str, float]:
        """Chunks near in meaning: id → cosine similarity."""
        return await self._search(base_id, [list(vector)], "vector", limit, documents)

    async def with_words(
        self, base_id: str, text: str, limit: int, documents: Sequence[str] | None = None
    ) -> dict[str, float]:
        """Chunks that share words: id → BM25, higher is better."""
        found = await self._search(base_id, [text], "words", limit, documents)
        # Milvus Lite gives it as a distance, which is negative.
        return {chunk_id: abs(score) for chunk_id, score in found.items()}

    async def delete_chunks(self, base_id: str, ids: Sequence[str]) -> None:
        if ids:
            await self._delete(base_id, {"ids": list(ids)})

    async def delete_document(self, base_id: str, document_id: str) -> None:
        await self._delete(base_id, {"filter": _one_of("document_id", [document_id])})

    async def drop(self, base_id: str) -> None:
        """All of a base."""
        name = collection_of(base_id)
        await self._ask(lambda client: client.drop_collection(name, timeout=SECONDS))

    async def count(self, base_id: str) -> int:
        """Chunks that are stored."""
        name = collection_of(base_id)

        def count(client: Any) -> int:
            if not client.has_collection(name, timeout=SECONDS):
                return 0
            client.load_collection(name, timeout=SECONDS)
            rows = client.query(name, filter='id != ""', output_fields=["count(*)"])
            return int(rows[0]["count(*)"])

        return await self._ask(count)

    async def close(self) -> None:
        if self._client is not None:
            await asyncio.to_thread(self._client.close)
            self._client = None

    async def _search(
        self,
        base_id: str,
        data: list[Any],
        field: str,
        limit: int,
        documents: Sequence[str] | None,
    ) -> dict[str, float]:
        if documents is not None and not documents:
            return {}
        name = collection_of(base_id)
        metric = "COSINE" if field == "vector" else "BM25"
        asked: dict[str, Any] = {
            "data": data,
            "anns_field": field,
            "limit": limit,
            "filter": "" if documents is None else _one_of("document_id", documents),
            "search_params": {"metric_type": metric},
            "timeout": SECONDS,
        }

        def search(client: Any) -> dict[str, float]:
            if not client.has_collection(name, timeout=SECONDS):
                return {}
            # Released when the server starts again; to ask again costs next to nothing.
            client.load_collection(name, timeout=SECONDS)
            [found] = client.search(name, **asked)
            return {str(each["id"]): float(each["distance"]) for each in found}

        return await self._ask(search)

    async def _delete(self, base_id: str, which: dict[str, Any]) -> None:
        name = collection_of(base_id)

        def delete(client: Any) -> None:
            if client.has_collection(name, timeout=SECONDS):
                client.load_collection(name, timeout=SECONDS)
                client.delete(name, timeout=SECONDS, **which)

        await self._ask(delete)

    async def _ask(self, call: Callable[[Any], T]) -> T:
        """
        Raises:
            Unavailable: There is no Milvus, it does not answer, or it refuses.
        """
        if not self._uri:
            raise Unavailable("There is no Milvus for knowledge bases: set NORIA_MILVUS_URI.")
        return await asyncio.to_thread(self._call, call)

    def _call(self, call: Callable[[Any], T]) -> T:
        with self._lock:
            import grpc  # noqa: PLC0415 - heavy, and of workers only that keep knowledge
            import pymilvus  # noqa: PLC0415
            from pymilvus.exceptions import MilvusException  # noqa: PLC0415
        try:
            return call(self._connected(pymilvus))
        except (MilvusException, grpc.RpcError) as error:
            raise Unavailable(f"Milvus does not do it: {_said(error)}") from error

    def _connected(self, module: Any) -> Any:
        with self._lock:
            if self._client is None:
                self._client = module.MilvusClient(self._uri, token=self._token, timeout=10)
            return self._client


def open_milvus(settings: StoreSettings) -> Milvus:
    """Connects at first use."""
    token = settings.milvus_token
    return Milvus(settings.milvus_uri, token.get_secret_value() if token else "")


def collection_of(base_id: str) -> str:
    """Its name in Milvus."""
    return f"kb_{base_id.replace('-', '')}"


def _make(client: Any, name: str, dimensions: int) -> None:
    if client.has_collection(name, timeout=SECONDS):
        return
    from pymilvus import DataType, Function, FunctionType  # noqa: PLC0415

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=36)
    schema.add_field("document_id", DataType.VARCHAR, max_length=36)
    schema.add_field(
        "text", DataType.VARCHAR, max_length=65_535, enable_analyzer=True, analyzer_params=_ANALYZER
    )
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(
            "bm25", FunctionType.BM25, input_field_names=["text"], output_field_names=["words"]
        )
    )
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="AUTOINDEX", metric_type="COSINE")
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection(name, schema=schema, index_params=indexes, timeout=SECONDS)


def _one_of(field: str, ids: Sequence[str]) -> str:
    """Only ids of ours come here: nothing that a caller wrote."""
    return f"{field} in [{', '.join(chr(34) + each + chr(34) for each in ids)}]"


def _fit(text: str) -> str:
    return text.encode(errors="replace")[:MAX_TEXT_BYTES].decode(errors="ignore")


def _said(error: Exception) -> str:
    return str(getattr(error, "message", "") or type(error).__name__)[:300]
