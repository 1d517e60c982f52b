"""`knowledge.add`: adds a document to a knowledge base."""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from activities.content import Content, read_bytes
from activities.knowledge import indexing
from activities.knowledge.fields import BaseName
from noria.ai.names import AI_QUEUE
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.knowledge.shelf import Filter, NewDocument
from noria.model import Model
from noria.node_type import node, ui

_NAME = re.compile(r"[^\x00-\x1f]{1,200}")


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


class KnowledgeAddConfig(Model):
    """What to add, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "knowledge_base": "Handbook",
                    "name": "notes.md",
                    "content": "{{ trigger.text }}",
                }
            ]
        }
    )

    knowledge_base: BaseName
    name: str = Field(
        title="Name",
        description="Of the document, as `notes.md`. One of this name is replaced.",
        max_length=1_000,
        json_schema_extra=ui(placeholder="notes.md", order=2),
    )
    content: Annotated[Content | None, BeforeValidator(_empty_is_none)] = Field(
        default=None,
        title="Content",
        description="Text, or a file from an earlier step: PDF, Office, HTML, Markdown.",
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    url: Annotated[str | None, BeforeValidator(_empty_is_none)] = Field(
        default=None,
        title="URL",
        description="Of what to read instead of a content.",
        max_length=4_000,
        json_schema_extra=ui(placeholder="https://example.com/handbook.pdf", order=4),
    )
    create_base: bool = Field(
        default=False,
        title="Make the knowledge base",
        description="With the bundled embedding model, where there is none of this name.",
        json_schema_extra=ui(expression="never", advanced=True),
    )
    details: Filter = Field(
        default={},
        title="Details",
        description="What searches may be narrowed to, as `language` = `en`.",
        max_length=50,
        json_schema_extra=ui(widget="key_value", advanced=True),
    )
    max_cost_usd: float | None = Field(
        default=None,
        title="Budget of the step",
        description="US dollars that embedding may cost.",
        gt=0,
        le=100_000,
        json_schema_extra=ui(unit="USD", group="Terms", advanced=True),
    )


class KnowledgeAddOutput(BaseModel):
    """What was added."""

    document_id: str
    name: str
    chunks: int
    """That can be searched now."""


@node("knowledge.add", title="Add to a knowledge base", category="AI", icon="file-text",
      key_field="knowledge_base", queue=AI_QUEUE)  # fmt: skip
async def knowledge_add(config: KnowledgeAddConfig, context: NodeContext) -> KnowledgeAddOutput:
    """Add a document to a knowledge base, and wait until it can be searched.

    A document of the same name is replaced: chunks whose text stayed keep their vectors, and only
    the others are embedded. So a repeat costs nothing, and goes on where an attempt broke off.
    """
    name = config.name.strip()
    if not _NAME.fullmatch(name):
        raise NodeFailed(f"{name[:200]!r} can't be a document's name: give one line of text.")
    base = await context.shelf.base(config.knowledge_base, make=config.create_base)
    new = NewDocument(
        name=name,
        content=await _content(config, context),
        url=config.url,
        details=dict(config.details),
    )
    document = await context.shelf.add(base.id, new)
    try:
        left = await indexing.read(base, document, context)
        while left:
            context.heartbeat()
            left = await indexing.go_on(base, document, context, config.max_cost_usd)
    except NodeFailed as error:
        await context.shelf.fail(document, str(error))
        raise
    chunks = await context.shelf.finish(document)
    return KnowledgeAddOutput(document_id=document.id, name=name, chunks=chunks)


async def _content(config: KnowledgeAddConfig, context: NodeContext) -> BlobRef | None:
    if (config.content is None) == (config.url is None):
        raise NodeFailed("Give either a content or a URL.")
    if config.content is None or isinstance(config.content, BlobRef):
        return config.content
    markdown = config.name.lower().endswith((".md", ".markdown"))
    media_type = "text/markdown" if markdown else "text/plain"
    return await context.put_blob(await read_bytes(config.content, context), media_type)
