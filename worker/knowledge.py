"""Indexes documents and searches knowledge bases for those who ask from outside of runs."""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from activities.adapter.timing import beat
from activities.knowledge import indexing
from activities.knowledge.reading import read_pages
from activities.knowledge.search import find, judge_of
from activities.redaction import redacting
from noria.ai.ledger import Payer
from noria.context import NodeContext
from noria.errors import (
    NodeError,
    NodeFailed,
    NodeUnavailable,
    NotFound,
    Unavailable,
)
from noria.knowledge import work
from noria.knowledge.chunking import cut
from noria.knowledge.work import (
    DocumentCall,
    FailCall,
    Found,
    Preview,
    PreviewCall,
    PreviewChunk,
    Queued,
    SearchCall,
)
from store.database import Database
from store.knowledge_chunks import left_lying
from worker.context import LiveContexts
from worker.keeping import begin_forgotten
from worker.shelf import Shelves
from workflows.begin import start_document

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SECONDS = 600.0
"""For one part of the work on a document."""


AT_ONCE = 4
"""Documents of a base that is indexed as a whole."""
LEFT_AFTER = timedelta(seconds=60)
"""A document that waits for longer was never begun."""


class Knowledge:
    """The activities of `KnowledgeWorkflow`, and two that stand alone."""

    def __init__(self, contexts: LiveContexts, shelves: Shelves) -> None:
        self._contexts = contexts
        self._shelves = shelves

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker of the queue `ai`."""
        return [
            self.read, self.embed, self.finish, self.fail, self.next, self.drop, self.search,
            self.preview,
        ]  # fmt: skip

    @activity.defn(name=work.READ)
    async def read(self, call: DocumentCall) -> int:
        """How many chunks are to be embedded."""
        async with self._beating(call, "knowledge.read") as context:
            found = await context.shelf.document(call.document_id, call.revision)
            return 0 if found is None else await indexing.read(*found, context)

    @activity.defn(name=work.EMBED)
    async def embed(self, call: DocumentCall) -> int:
        """How many are left."""
        async with self._beating(call, "knowledge.embed") as context:
            found = await context.shelf.document(call.document_id, call.revision)
            return 0 if found is None else await indexing.go_on(*found, context)

    @activity.defn(name=work.FINISH)
    async def finish(self, call: DocumentCall) -> None:
        async with self._beating(call, "knowledge.finish") as context:
            found = await context.shelf.document(call.document_id, call.revision)
            if found is not None:
                chunks = await context.shelf.finish(found[1])
                log.info("document_indexed", document_id=call.document_id, chunks=chunks)

    @activity.defn(name=work.FAIL)
    async def fail(self, failed: FailCall) -> None:
        call = failed.call
        async with self._beating(call, "knowledge.fail") as context:
            found = await context.shelf.document(call.document_id, call.revision)
            if found is not None:
                await context.shelf.fail(found[1], failed.message)
                log.warning("document_not_indexed", document_id=call.document_id)

    @activity.defn(name=work.NEXT)
    async def next(self, call: DocumentCall) -> Queued:
        return await self._shelves.queued(call, AT_ONCE)

    @activity.defn(name=work.DROP)
    async def drop(self, call: DocumentCall) -> None:
        async with self._beating(call, "knowledge.drop"):
            await self._shelves.drop(call)
            log.info("knowledge_dropped", kind=call.kind, base_id=call.base_id)

    @activity.defn(name=work.SEARCH)
    async def search(self, call: SearchCall) -> Found:
        """What goes wrong is an answer, for whoever looks on."""
        began = time.monotonic()
        try:
            judge = judge_of(call.judge_model, call.judge_credential)
            async with self._context(
                call.workspace_id,
                "knowledge.search",
                60.0,
                call.account_id,
                # The base's own credential is the workspace's; that of the judge is the person's choice.
                opens_theirs=judge is not None,
            ) as context:
                base = await context.shelf.base(call.base_id)
                hits = await find(base, call.query, context, judge)
        except NodeError as error:
            return Found(refusal=str(error))
        return Found(hits=tuple(hits), took_ms=round((time.monotonic() - began) * 1000))

    @activity.defn(name=work.PREVIEW)
    async def preview(self, call: PreviewCall) -> Preview:
        """The first chunks of a document; nothing is kept."""
        try:
            async with self._context(call.workspace_id, "knowledge.preview", 60.0) as context:
                data = await context.open_blob(call.content)
                pages, numbered = await read_pages(data, call.media_type, call.name)
        except (NodeError, NotFound, Unavailable) as error:
            return Preview(refusal=str(error))
        chunks = cut(pages, call.rule, numbered=numbered)
        shown = tuple(PreviewChunk(**vars(chunk)) for chunk in chunks[: call.limit])
        return Preview(chunks=shown, total=len(chunks))

    @asynccontextmanager
    async def _beating(self, call: DocumentCall, name: str) -> AsyncGenerator[NodeContext]:
        stop = beat(activity.info())
        try:
            async with self._context(call.workspace_id, name, SECONDS, call.account_id) as context:
                yield context
        except (NodeError, NotFound) as error:
            again = isinstance(error, NodeUnavailable)
            raise ApplicationError(
                str(error),
                type=error.code,
                non_retryable=not again,
                next_retry_delay=error.retry_after if isinstance(error, NodeUnavailable) else None,
            ) from error
        finally:
            stop()

    @asynccontextmanager
    async def _context(
        self,
        workspace_id: str,
        name: str,
        seconds: float,
        account_id: str = "",
        *,
        opens_theirs: bool = False,
    ) -> AsyncGenerator[NodeContext]:
        """Errors say nothing that is secret. With `opens_theirs`, credentials are opened as for the account."""
        contexts = self._contexts
        with redacting() as secrets:
            try:
                yield (
                    contexts.asked_by(account_id, workspace_id, name, timeout_s=seconds)
                    if opens_theirs
                    else contexts.apart(
                        workspace_id, name, timeout_s=seconds, payer=Payer(account_id)
                    )
                )
            except NodeUnavailable as error:
                raise NodeUnavailable(
                    secrets.text(str(error)), retry_after=error.retry_after
                ) from error
            except NodeFailed as error:
                raise NodeFailed(secrets.text(str(error))) from error


async def begin_documents(database: Database, client: Client) -> int:
    """Gives how many an API that died has not had begun."""
    left = partial(left_lying, older_than=LEFT_AFTER)
    return await begin_forgotten(database, left, partial(start_document, client))
