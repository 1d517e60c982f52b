"""Indexes a document in three parts, each of which may be done again: read, embed, finish.

The same parts serve the node `knowledge.add`, which does them in one step, and the workflow that
indexes what people upload, which has an activity for each.
"""

import hashlib

import orjson

from activities.ai.calls.embedding import EmbeddingTerms, embed
from activities.knowledge.reading import fetch, read_pages
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.knowledge.chunking import cut
from noria.knowledge.shelf import Base, Document

NODE_TYPES = False
BATCH = 64
"""Chunks between two points from which a broken-off attempt goes on."""
MAX_CHUNKS = 50_000
"""Of a document."""


def terms_of(base: Base, max_cost_usd: float | None = None) -> EmbeddingTerms:
    return EmbeddingTerms(base.model, base.credential, base.dimensions, max_cost_usd)


async def read(base: Base, document: Document, context: NodeContext) -> int:
    """Take the text out and cut it, unless nothing has changed. How many chunks have no vector.

    Raises:
        NodeFailed: It can't be read.
    """
    content = await fetch(document, context) if document.url else document.content
    if content is None:
        raise NodeFailed(f"The document {document.name!r} has no content: add it again.")
    media_type = content.media_type if document.url else document.media_type
    data = await context.open_blob(content)
    pages, numbered = await read_pages(data, media_type, document.name)
    chunks = cut(pages, base.rule, numbered=numbered)
    if len(chunks) > MAX_CHUNKS:
        raise NodeFailed(
            f"{document.name!r} gives {len(chunks):,} chunks, more than {MAX_CHUNKS:,}: split it, "
            "or cut it into larger ones."
        )
    hash_ = hashlib.sha256(data + orjson.dumps(base.rule.model_dump())).hexdigest()
    return await context.shelf.write_chunks(document, chunks, hash_)


async def embed_next(
    base: Base, document: Document, context: NodeContext, max_cost_usd: float | None = None
) -> int:
    """Embed some chunks. How many still have no vector."""
    texts = await context.shelf.next_chunks(document, BATCH)
    if not texts:
        return 0
    embedded = await embed(list(texts.values()), terms_of(base, max_cost_usd), context)
    vectors = dict(zip(texts, embedded.vectors, strict=True))
    return await context.shelf.keep_vectors(document, vectors)
