"""`knowledge.search`: finds passages in a knowledge base."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.embedding import embed
from activities.knowledge.fields import BaseName
from activities.knowledge.indexing import terms_of
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.knowledge.shelf import Base, Filter, Hit, Query, SearchMode
from noria.model import Model
from noria.node_type import node, ui

MAX_QUERY_CHARS = 4_000


class SearchFields(Model):
    """Where and how to look."""

    knowledge_base: BaseName
    limit: int = Field(
        default=6,
        title="Passages",
        description="How many to find at most.",
        ge=1,
        le=50,
        json_schema_extra=ui(group="Search"),
    )
    mode: SearchMode = Field(
        default="hybrid",
        title="Look for",
        description="`meaning` finds other words for the same, `words` finds names and numbers, and "
        "`hybrid` puts both together by rank.",
        json_schema_extra=ui(widget="select", expression="never", group="Search", advanced=True),
    )
    filter: Filter = Field(
        default={},
        title="Only documents with",
        description="Details that a document must have, as `language` = `en`.",
        max_length=20,
        json_schema_extra=ui(widget="key_value", group="Search", advanced=True),
    )

    def ask_for(self, text: str) -> Query:
        """
        Raises:
            NodeFailed: There is nothing to look for.
        """
        words = text.strip()
        if not words:
            raise NodeFailed("There is nothing to look for: the query is empty.")
        return Query(
            text=words[:MAX_QUERY_CHARS], limit=self.limit, mode=self.mode, filter=self.filter
        )


class KnowledgeSearchConfig(SearchFields):
    """What to look for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"knowledge_base": "Handbook", "query": "{{ trigger.question }}"}]
        }
    )

    query: str = Field(
        title="Query",
        description="A question, or some words.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=2),
    )


class Passage(BaseModel):
    """A passage that was found, with where it stands."""

    number: int
    """From 1: the best."""
    text: str
    document: str
    document_id: str
    url: str | None
    page: int | None
    """From 1; null where the document has no pages."""
    start: int
    """Characters into the page, or into the text."""
    end: int
    heading: str
    details: dict[str, JsonValue]
    score: float
    """From 0 to 1; 1: first by meaning and by words."""
    meaning: float | None
    words: float | None

    @classmethod
    def of(cls, hit: Hit, number: int) -> "Passage":
        return cls(number=number, **hit.model_dump(exclude={"chunk_id"}))


class KnowledgeSearchOutput(BaseModel):
    """The passages, the best first."""

    passages: list[Passage]
    count: int


@node("knowledge.search", title="Search a knowledge base", category="AI", icon="book-open",
      key_field="knowledge_base", queue=AI_QUEUE)  # fmt: skip
async def knowledge_search(
    config: KnowledgeSearchConfig, context: NodeContext
) -> KnowledgeSearchOutput:
    """Find the passages of a knowledge base that fit a question.

    By meaning, with the base's embedding model, and by words, with BM25; both lists are put together
    by rank. Each passage says in which document it stands, on which page, and where. In an agent's
    body it is a tool: write `{{ item.query }}` as the query. A repeat changes nothing.
    """
    base = await context.shelf.base(config.knowledge_base)
    hits = await find(base, config.ask_for(config.query), context)
    passages = [Passage.of(hit, number) for number, hit in enumerate(hits, 1)]
    return KnowledgeSearchOutput(passages=passages, count=len(passages))


async def find(base: Base, query: Query, context: NodeContext) -> list[Hit]:
    """The best first."""
    vector = None
    if query.mode != "words":
        vector = (await embed([query.text], terms_of(base), context)).vectors[0]
    return list(await context.shelf.search(base, query, vector))
