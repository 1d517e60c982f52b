"""The API from Python: knowledge bases, their documents, and searches. A part of `Client`."""

import json
import mimetypes
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from pydantic import JsonValue

from noria.client.http import ID, Connection
from noria.client.records import Answer, Page
from noria.errors import NotFound
from noria.knowledge.shelf import SearchMode

POLL_SECONDS = 0.5


class KnowledgeBase(Answer):
    """What searches look in."""

    id: str
    name: str
    model: str
    """That embeds its chunks."""
    documents: int
    open: int
    """Of the documents, those that are being indexed."""
    failed: int
    chunks: int


class Document(Answer):
    """A file, or what stands at a URL."""

    id: str
    name: str
    status: str
    error: str | None = None
    """Why it could not be indexed."""
    indexed_at: datetime | None = None
    details: dict[str, JsonValue] = {}
    """What searches are narrowed by."""


class Hit(Answer):
    """A passage that fits."""

    document: str
    url: str | None = None
    text: str
    page: int | None = None
    """From 1; None where the document has no pages."""
    heading: str = ""
    """Those above it, or the sheet or slide that it stands on."""
    score: float
    """From 0 to 1."""
    details: dict[str, JsonValue] = {}
    """Of its document."""


class SearchAnswer(Answer):
    hits: list[Hit]
    took_ms: int


class KnowledgeCalls:
    """What `Client` can do with knowledge bases."""

    _connection: Connection

    def list_knowledge_bases(self) -> Iterator[KnowledgeBase]:
        """By name."""
        return self._connection.pages("knowledge-bases", {}, Page[KnowledgeBase])

    def find_knowledge_base(self, name_or_id: str) -> KnowledgeBase:
        """
        Raises:
            NotFound: There is none of this name or id.
        """
        if ID.fullmatch(name_or_id):
            return self._connection.ask("GET", f"knowledge-bases/{name_or_id}", KnowledgeBase)
        for base in self.list_knowledge_bases():
            if base.name == name_or_id:
                return base
        raise NotFound("knowledge base", name_or_id)

    def list_documents(self, base_id: str) -> Iterator[Document]:
        """The newest first."""
        return self._connection.pages(f"knowledge-bases/{base_id}/documents", {}, Page[Document])

    def add_document(
        self, base_id: str, name: str, data: bytes, details: Mapping[str, JsonValue] | None = None
    ) -> Document:
        """A file, by whose name its kind is known; one of the same name is replaced.

        Without `details`, that one's stay.
        """
        given = {} if details is None else {"details": json.dumps(dict(details))}
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self._connection.ask(
            "POST",
            f"knowledge-bases/{base_id}/documents",
            Document,
            params={"name": name, **given},
            content=data,
            headers={"Content-Type": kind},
        )

    def add_url(
        self,
        base_id: str,
        url: str,
        name: str | None = None,
        details: Mapping[str, JsonValue] | None = None,
    ) -> Document:
        """What stands at a URL, as far as workers may call it."""
        return self._connection.ask(
            "POST",
            f"knowledge-bases/{base_id}/documents/url",
            Document,
            json={"url": url, "name": name, **({"details": dict(details)} if details else {})},
        )

    def change_details(
        self, base_id: str, document_id: str, details: Mapping[str, JsonValue]
    ) -> Document:
        """All of them; nothing is indexed again."""
        return self._connection.ask(
            "PATCH",
            f"knowledge-bases/{base_id}/documents/{document_id}",
            Document,
            json={"details": dict(details)},
        )

    def search_knowledge(
        self,
        base_id: str,
        query: str,
        *,
        limit: int = 8,
        mode: SearchMode = "hybrid",
        filter: Mapping[str, JsonValue] | None = None,
    ) -> SearchAnswer:
        """The passages that fit best; the base's embedding model is asked.

        `filter` keeps to documents with these details.
        """
        body: dict[str, JsonValue] = {"query": query, "limit": limit, "mode": mode}
        if filter:
            body["filter"] = dict(filter)
        return self._connection.ask(
            "POST", f"knowledge-bases/{base_id}/search", SearchAnswer, json=body
        )

    def reindex(self, base_id: str) -> KnowledgeBase:
        """Have all documents read and cut anew, and embedded where they have changed."""
        return self._connection.ask("POST", f"knowledge-bases/{base_id}/index", KnowledgeBase)

    def wait_for_index(
        self, base_id: str, pause: Callable[[float], None] = time.sleep
    ) -> KnowledgeBase:
        """Until no document is being indexed any more, however long that takes."""
        while (base := self.find_knowledge_base(base_id)).open:
            pause(POLL_SECONDS)
        return base
