"""`knowledge.search`: finds passages in a knowledge base."""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls import relevance
from activities.ai.calls.embedding import embed
from activities.knowledge.fields import BaseName
from activities.knowledge.indexing import terms_of
from noria.ai.model_fields import PROVIDER_CREDENTIALS, MaybeCredential, ModelFields
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.knowledge.shelf import Base, Filter, Hit, Query, SearchMode
from noria.model import Model
from noria.node_type import node, ui

MAX_QUERY_CHARS = 4_000
WIDER = 3
"""Times as many passages are found for a model to choose from."""
MAX_JUDGED = 50
"""Passages in one question to a model."""


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
        description="`meaning` finds other words for the same, `words` finds names and numbers, "
        "`hybrid` puts both together by rank, and `relations` adds what is tied to what the question "
        "names, where the base notes entities.",
        json_schema_extra=ui(widget="select", expression="never", group="Search", advanced=True),
    )
    filter: Filter = Field(
        default={},
        title="Only documents with",
        description="Details that a document must have, as `language` = `en`.",
        max_length=20,
        json_schema_extra=ui(widget="key_value", group="Search", advanced=True),
    )
    rerank_model: str = Field(
        default="",
        title="Rank again by",
        description="A chat model that judges how well each passage answers, as `openai/gpt-5-mini`; "
        "three times as many are found for it to choose from. Empty: none is asked.",
        max_length=200,
        json_schema_extra=ui(options_from="models", group="Search", advanced=True),
    )
    rerank_credential: MaybeCredential = Field(
        default=None,
        title="Credential of that model",
        description="The demo model needs none.",
        json_schema_extra=ui(
            widget="credential",
            credential_type=PROVIDER_CREDENTIALS,
            expression="never",
            group="Search",
            advanced=True,
        ),
    )

    def judge(self, max_cost_usd: float | None = None) -> ModelFields | None:
        """What ranks the passages again, if anything does."""
        return judge_of(self.rerank_model, self.rerank_credential, max_cost_usd)

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
    relations: float | None = None
    """How near relations bring it to what the question names; null: none leads there."""
    entities: list[str] = []
    """What relations lead to it by."""
    relevance: float | None = None
    """From 0 to 1, as a model judged; null: none was asked."""

    @classmethod
    def of(cls, hit: Hit, number: int) -> "Passage":
        return cls(number=number, **hit.model_dump(exclude={"chunk_id", "place"}))


class KnowledgeSearchOutput(BaseModel):
    """The passages, the best first."""

    passages: list[Passage]
    count: int


@node("knowledge.search", title="Search a knowledge base", category="AI", icon="book-open",
      key_field="knowledge_base", queue=AI_QUEUE, changes=False)  # fmt: skip
async def knowledge_search(
    config: KnowledgeSearchConfig, context: NodeContext
) -> KnowledgeSearchOutput:
    """Find the passages of a knowledge base that fit a question.

    By meaning, with the base's embedding model, and by words, with BM25; both lists are put together
    by rank. Where a model is named for it, that one then judges how well each passage answers, and orders
    them by it; a repeated attempt does not pay for that twice. Each passage says in which document it stands, on which page, and where. In an agent's
    body it is a tool: write `{{ item.query }}` as the query. A repeat changes nothing.
    """
    base = await context.shelf.base(config.knowledge_base)
    hits = await find(base, config.ask_for(config.query), context, config.judge())
    passages = [Passage.of(hit, number) for number, hit in enumerate(hits, 1)]
    return KnowledgeSearchOutput(passages=passages, count=len(passages))


def judge_of(
    model: str, credential: str | None, max_cost_usd: float | None = None
) -> ModelFields | None:
    """What ranks passages again; None: nothing does."""
    if not model.strip():
        return None
    return ModelFields(
        model=model.strip(), credential=credential or None, max_cost_usd=max_cost_usd
    )


async def find(
    base: Base, query: Query, context: NodeContext, judge: ModelFields | None = None
) -> list[Hit]:
    """The best first, as the search has them or as a model judges them."""
    if query.mode == "relations" and not base.entity_model:
        raise NodeFailed(
            f"The knowledge base {base.name!r} notes no entities, so that there are no relations to "
            "follow: switch them on where it is changed, or look by 'hybrid'."
        )
    wide = query
    if judge is not None:
        most = max(query.limit, min(query.limit * WIDER, MAX_JUDGED))
        wide = query.model_copy(update={"limit": most})
    vector = None
    if query.mode != "words":
        vector = (await embed([query.text], terms_of(base), context)).vectors[0]
    hits = list(await context.shelf.search(base, wide, vector))
    if judge is None or not hits:
        return hits
    return (await _ranked_again(hits, query.text, judge, context))[: query.limit]


async def _ranked_again(
    hits: list[Hit], question: str, judge: ModelFields, context: NodeContext
) -> list[Hit]:
    """Those that are judged alike keep their order."""
    scores, _ = await relevance.judge(
        question, [hit.text for hit in hits], judge, context, part="rerank"
    )
    judged = [
        hit.model_copy(update={"relevance": score, "place": place})
        for place, (hit, score) in enumerate(zip(hits, scores, strict=True), 1)
    ]
    return sorted(judged, key=lambda hit: -(hit.relevance or 0.0))
