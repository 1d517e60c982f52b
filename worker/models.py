"""Lists models and tries them, for people who ask from outside of runs."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from temporalio import activity

from activities.ai.calls import demo_media, offers
from activities.ai.calls.ask import Candidate, Terms, ask
from activities.ai.calls.embedding import EmbeddingTerms, embed
from activities.ai.calls.likeness import likeness
from activities.ai.calls.relevance import judge
from activities.ai.calls.requests import ChatRequest
from activities.ai.llm_image import ImageConfig, ImageOutput, llm_image
from activities.ai.llm_speech import SpeechConfig, SpeechOutput, llm_speech
from activities.ai.llm_transcribe import TranscribeConfig, TranscribeOutput, llm_transcribe
from activities.redaction import redacting
from noria.ai.ledger import CallKind
from noria.ai.model_fields import ModelFields
from noria.ai.model_work import (
    COMPARE_TEXTS,
    LIST_MODELS,
    TRY_MODEL,
    CompareCall,
    Likeness,
    ModelListCall,
    ModelTried,
    ModelTryCall,
    Offers,
)
from noria.ai.names import ModelName
from noria.context import NodeContext
from noria.errors import NodeError

SECONDS = 40.0
QUESTION = "Say in one short sentence that you can hear me."
MAX_TOKENS = 500
"""Of the answer; models that think first need some for that."""
MAX_SHOWN = 500


class Contexts(Protocol):
    """Where views of the world for one person's request come from."""

    def asked_by(
        self, account_id: str, workspace_id: str, name: str, *, timeout_s: float
    ) -> NodeContext: ...


class Models:
    """Activities that stand alone. What goes wrong is an answer, for whoever looks on."""

    def __init__(self, contexts: Contexts) -> None:
        self._contexts = contexts

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker of the queue `ai`."""
        return [self.list_models, self.try_model, self.compare_texts]

    @activity.defn(name=LIST_MODELS)
    async def list_models(self, call: ModelListCall) -> Offers:
        with redacting() as secrets:
            context = self._contexts.asked_by(
                "", call.workspace_id, "models.list", timeout_s=SECONDS
            )
            try:
                return await offers.offered(call.provider, call.credential, context)
            except NodeError as error:
                return Offers(refusal=secrets.text(str(error)))

    @activity.defn(name=TRY_MODEL)
    async def try_model(self, call: ModelTryCall) -> ModelTried:
        with redacting() as secrets:
            context = self._contexts.asked_by(
                call.account_id, call.workspace_id, "models.try", timeout_s=SECONDS
            )
            try:
                return await _TRIES[call.kind](call, context)
            except NodeError as error:
                return ModelTried(ok=False, message=secrets.text(str(error)))

    @activity.defn(name=COMPARE_TEXTS)
    async def compare_texts(self, call: CompareCall) -> Likeness:
        scores = await asyncio.to_thread(likeness, call.query, call.texts)
        return Likeness(scores=tuple(scores))


async def _chat(call: ModelTryCall, context: NodeContext) -> ModelTried:
    candidate = Candidate(ModelName.parse(call.model), call.credential or None)
    request = ChatRequest(
        model=candidate.model,
        messages=[{"role": "user", "content": QUESTION}],
        max_tokens=MAX_TOKENS,
    )
    answered = await ask(request, Terms(candidates=[candidate]), context)
    said = answered.reply.text.strip()[:MAX_SHOWN]
    usage = answered.usage.model_dump(exclude={"cached_tokens"})
    return ModelTried(ok=True, message=said, **usage)


async def _embed(call: ModelTryCall, context: NodeContext) -> ModelTried:
    # A text that was embedded before would not be asked for.
    text = f"{QUESTION} It is {time.time()}."
    embedded = await embed([text], EmbeddingTerms(call.model, call.credential or None), context)
    usage = embedded.usage.model_dump(exclude={"cached_tokens"})
    return ModelTried(ok=True, message=f"A vector of {len(embedded.vectors[0])} numbers.", **usage)


async def _rerank(call: ModelTryCall, context: NodeContext) -> ModelTried:
    fields = ModelFields(model=call.model, credential=call.credential or None)
    texts = ["The sea at noon.", "Yes, I can hear you."]
    scores, took = await judge(QUESTION, texts, fields, context)
    said = ", ".join(f"{score:.2f}" for score in scores)
    usage = took.model_dump(include={"input_tokens", "output_tokens", "cost_usd"})
    return ModelTried(ok=True, message=f"It gave two texts the scores {said}.", **usage)


async def _image(call: ModelTryCall, context: NodeContext) -> ModelTried:
    assert llm_image.run is not None
    made: ImageOutput = await llm_image.run(
        ImageConfig(model=call.model, credential=call.credential or None, prompt="A green circle."),
        context,
    )
    usage = made.model_dump(include=set(ModelTried.model_fields) - {"message"})
    size = made.images[0].size
    return ModelTried(ok=True, message=f"A picture of {size:,} bytes.", **usage)


async def _speech(call: ModelTryCall, context: NodeContext) -> ModelTried:
    assert llm_speech.run is not None
    made: SpeechOutput = await llm_speech.run(
        SpeechConfig(model=call.model, credential=call.credential or None, text="I can speak."),
        context,
    )
    usage = made.model_dump(include={"cost_usd", "latency_ms"})
    return ModelTried(ok=True, message=f"A recording of {made.audio.size:,} bytes.", **usage)


async def _transcribe(call: ModelTryCall, context: NodeContext) -> ModelTried:
    """A few tones, in which there is nothing to hear: whether it answers is what is tried."""
    assert llm_transcribe.run is not None
    audio = await context.put_blob(demo_media.sound(QUESTION), "audio/wav")
    heard: TranscribeOutput = await llm_transcribe.run(
        TranscribeConfig(model=call.model, credential=call.credential or None, audio=audio), context
    )
    usage = heard.model_dump(include={"cost_usd", "latency_ms"})
    said = heard.text.strip()[:MAX_SHOWN]
    return ModelTried(ok=True, message=f"Of a few tones it heard: {said or 'nothing'}.", **usage)


_TRIES: Mapping[CallKind, Callable[[ModelTryCall, NodeContext], Awaitable[ModelTried]]] = {
    "chat": _chat,
    "embed": _embed,
    "rerank": _rerank,
    "image": _image,
    "speech": _speech,
    "transcribe": _transcribe,
}
