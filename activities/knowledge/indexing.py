"""Indexes a document in parts, each of which may be done again: read, embed, link, finish.

The same parts serve the node `knowledge.add`, which does them in one step, and the workflow that
indexes what people upload, which has an activity for each.
"""

import hashlib

import orjson

from activities.ai.calls.embedding import EmbeddingTerms, embed
from activities.ai.calls.linking import find_links
from activities.knowledge.reading import fetch, read_pages
from noria.ai.model_fields import ModelFields
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.knowledge.chunking import cut
from noria.knowledge.entities import LOCAL_NAMES
from noria.knowledge.shelf import Base, Document

NODE_TYPES = False
BATCH = 64
"""Chunks between two points from which a broken-off attempt goes on."""
LINKED = 8
"""Chunks in which a chat model looks at once: one question to it, whose answer is kept before the next."""
MAX_CHUNKS = 50_000
"""Of a document."""


def terms_of(base: Base, max_cost_usd: float | None = None) -> EmbeddingTerms:
    return EmbeddingTerms(base.model, base.credential, base.dimensions, max_cost_usd)


async def read(base: Base, document: Document, context: NodeContext) -> int:
    """Take the text out and cut it, unless nothing has changed. How many chunks are left to work on.

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
    left = await context.shelf.write_chunks(document, chunks, hash_)
    return left or await _to_link(base, document, context)


async def go_on(
    base: Base, document: Document, context: NodeContext, max_cost_usd: float | None = None
) -> int:
    """Embed some chunks, or look for entities in some where all have vectors. How many are left."""
    left = await _embed_next(base, document, context, max_cost_usd)
    return left or await _link_next(base, document, context, max_cost_usd)


async def _link_next(
    base: Base, document: Document, context: NodeContext, max_cost_usd: float | None
) -> int:
    if not base.entity_model:
        return 0
    count = BATCH if base.entity_model == LOCAL_NAMES else LINKED
    texts = await context.shelf.next_unlinked(base, document, count)
    if not texts:
        return 0
    fields = ModelFields(
        model=base.entity_model,
        credential=base.entity_credential,
        max_cost_usd=max_cost_usd,
    )
    # The same chunks are the same question, whichever attempt asks it.
    part = f"link:{hashlib.sha256(''.join(texts).encode()).hexdigest()[:16]}"
    found = await find_links(list(texts.values()), fields, context, part)
    links = dict(zip(texts, found, strict=True))
    return await context.shelf.keep_links(base, document, links)


async def _to_link(base: Base, document: Document, context: NodeContext) -> int:
    return await context.shelf.count_unlinked(base, document) if base.entity_model else 0


async def _embed_next(
    base: Base, document: Document, context: NodeContext, max_cost_usd: float | None
) -> int:
    """Embed some chunks. How many still have no vector."""
    texts = await context.shelf.next_chunks(document, BATCH)
    if not texts:
        return 0
    embedded = await embed(list(texts.values()), terms_of(base, max_cost_usd), context)
    vectors = dict(zip(texts, embedded.vectors, strict=True))
    left = await context.shelf.keep_vectors(document, vectors)
    return left or await _to_link(base, document, context)
