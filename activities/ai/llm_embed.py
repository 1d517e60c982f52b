"""Turns texts into vectors."""

from pydantic import BaseModel, ConfigDict, Field

from activities.ai.calls.embedding import EmbeddingTerms, embed
from noria.ai.model_fields import PROVIDER_CREDENTIALS, MaybeCredential
from noria.ai.names import AI_QUEUE, LOCAL_EMBEDDING
from noria.context import NodeContext
from noria.model import Model
from noria.node_type import node, ui

MAX_TEXTS = 5_000


class EmbeddingFields(Model):
    """Which embedding model, and on what terms."""

    model: str = Field(
        default=LOCAL_EMBEDDING,
        title="Embedding model",
        description="Provider and model, as `openai/text-embedding-3-small`. "
        "`local/all-minilm-l6-v2` is bundled: it works offline, and knows English.",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(placeholder=LOCAL_EMBEDDING, order=1),
    )
    credential: MaybeCredential = Field(
        default=None,
        title="Credential",
        description="Of the model's provider; the bundled model needs none.",
        json_schema_extra=ui(
            widget="credential", credential_type=PROVIDER_CREDENTIALS, expression="never", order=2
        ),
    )
    dimensions: int | None = Field(
        default=None,
        title="Dimensions",
        description="Shorter vectors, where the model can. Unset: the model's own.",
        ge=2,
        le=8_192,
        json_schema_extra=ui(group="Terms", advanced=True),
    )
    max_cost_usd: float | None = Field(
        default=None,
        title="Budget of the step",
        description="US dollars that all calls of this step may cost together.",
        gt=0,
        le=100_000,
        json_schema_extra=ui(unit="USD", group="Terms", advanced=True),
    )

    def terms(self) -> EmbeddingTerms:
        return EmbeddingTerms(self.model, self.credential, self.dimensions, self.max_cost_usd)


class EmbedConfig(EmbeddingFields):
    """What to embed."""

    model_config = ConfigDict(
        protected_namespaces=(),
        json_schema_extra={"examples": [{"texts": ["{{ trigger.question }}"]}]},
    )

    texts: list[str] = Field(
        title="Texts",
        description="Each becomes a vector.",
        max_length=MAX_TEXTS,
        json_schema_extra=ui(order=3),
    )


class EmbedOutput(BaseModel):
    """The vectors, in the order of the texts."""

    vectors: list[list[float]]
    dimensions: int
    model: str
    input_tokens: int
    cost_usd: float | None
    """Null: the model's price is not known."""
    latency_ms: int
    known: int
    """How many of the texts had been embedded before, at no cost."""


@node("llm.embed", title="Embed texts", category="AI", icon="layers", key_field="model",
      queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_embed(config: EmbedConfig, context: NodeContext) -> EmbedOutput:
    """Turn texts into vectors that lie close together where the texts mean the same.

    The bundled model works offline. A text that the workspace has had embedded before by the same
    model is not embedded again, so a repeat costs nothing. Calls are in the ledger, and stop at budgets, as those of `llm.chat`.
    """
    embedded = await embed(config.texts, config.terms(), context)
    vectors = [list(vector) for vector in embedded.vectors]
    return EmbedOutput(
        vectors=vectors,
        dimensions=len(vectors[0]) if vectors else 0,
        model=config.model,
        input_tokens=embedded.usage.input_tokens,
        cost_usd=embedded.usage.cost_usd,
        latency_ms=embedded.usage.latency_ms,
        known=embedded.known,
    )
