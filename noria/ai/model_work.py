"""What is asked of the workers that know models, from outside of runs, and their names in Temporal."""

from typing import Literal

from noria.ai.ledger import CallKind
from noria.run import Record

LIST_MODELS = "noria.list_models"
TRY_MODEL = "noria.try_model"
COMPARE_TEXTS = "noria.compare_texts"
"""Activities that stand alone: no workflow starts them."""


class ModelListCall(Record):
    """The models of one provider."""

    workspace_id: str
    provider: str = ""
    """Empty: those that are built in."""
    credential: str = ""
    """Its name."""


class Offer(Record):
    """A model, and what is known of it."""

    model: str
    """With its provider."""
    kind: CallKind = "chat"
    input_usd: float | None = None
    """Of a million tokens; None: nobody knows."""
    output_usd: float | None = None
    context_tokens: int | None = None
    output_tokens: int | None = None
    """The longest answer."""
    takes_tools: bool | None = None
    takes_images: bool | None = None


class Offers(Record):
    """All of them by name, or why there are none."""

    models: tuple[Offer, ...] = ()
    source: Literal["built_in", "server", "known"] = "known"
    """`server`: it said so itself; `known`: a list that came with Noria."""
    refusal: str | None = None


class ModelTryCall(Record):
    """Ask a model something short, so that one sees whether it answers."""

    workspace_id: str
    account_id: str
    model: str
    credential: str = ""
    kind: CallKind = "chat"


class ModelTried(Record):
    """How that went."""

    ok: bool
    message: str
    """What the model said, or why it did not."""
    latency_ms: int = 0
    first_token_ms: int | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    """None: its price is not known."""


class CompareCall(Record):
    """How near texts are to a question in meaning, by the bundled embedding model."""

    query: str
    texts: tuple[str, ...]


class Likeness(Record):
    """Cosine similarities, in the order of the texts."""

    scores: tuple[float, ...]
