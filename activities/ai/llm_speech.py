"""Has a model speak a text."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.media import Demand, Way, demand
from activities.ai.llm_image import MediaFields
from noria.ai.names import AI_QUEUE, ModelName
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.node_type import node, ui

TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "opus": "audio/ogg", "flac": "audio/flac"}


class SpeechConfig(MediaFields):
    """What to say, and how."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": "demo/demo", "text": "{{ trigger.news }}"}]}
    )

    text: str = Field(
        title="Text",
        min_length=1,
        max_length=100_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    voice: str = Field(
        default="alloy", title="Voice", description="As the model calls it.", max_length=100
    )
    format: Literal["mp3", "wav", "opus", "flac"] = Field(
        default="mp3",
        title="Format",
        description="The demo model knows WAV alone.",
        json_schema_extra=ui(widget="select", advanced=True),
    )


class SpeechOutput(BaseModel):
    """The recording, and what it took."""

    audio: BlobRef
    model: str
    cost_usd: float | None
    """Null: the model's price is not known."""
    latency_ms: int


@node("llm.speech", title="Speak a text", category="AI", icon="radio", key_field="model",
      queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_speech(config: SpeechConfig, context: NodeContext) -> SpeechOutput:
    """Have a model read a text aloud; the output is a stored recording.

    Costs, budgets and repeated attempts are as those of `llm.image`.
    """
    from activities.ai.calls import library

    model = ModelName.parse(config.model)

    async def ask(module: Any, through: dict[str, Any]) -> Any:
        asked = {"input": config.text, "voice": config.voice, "response_format": config.format}
        return await library.speak(module, model.litellm, {**asked, **through})

    async def read(response: Any) -> JsonValue:
        ref = await context.put_blob(response.content, TYPES[config.format])
        return ref.to_json()

    async def demo() -> JsonValue:
        from activities.ai.calls import demo_media

        return (await context.put_blob(demo_media.sound(config.text), TYPES["wav"])).to_json()

    given = await demand(
        Demand(
            kind="speech",
            model=model,
            credential=config.credential,
            facts={"text": config.text, "voice": config.voice, "format": config.format},
            cost_facts={"call_type": "speech", "prompt": config.text},
            max_cost_usd=config.max_cost_usd,
        ),
        Way(ask, read, demo),
        context,
    )
    audio = BlobRef.model_validate(given.answer)
    usage = given.usage.model_dump(include={"cost_usd", "latency_ms"})
    return SpeechOutput(audio=audio, model=str(model), **usage)
