"""Has a model write down what is said in a recording."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.media import Demand, Way, demand
from activities.ai.llm_image import MediaFields
from noria.ai.names import AI_QUEUE, ModelName
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.node_type import node, ui

MAX_BYTES = 25 * 1024 * 1024
"""Providers take about as much."""


class TranscribeConfig(MediaFields):
    """Which recording."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": "demo/demo", "audio": "{{ trigger.recording }}"}]}
    )

    audio: BlobRef = Field(
        title="Recording",
        description="A stored file, as another step gives it.",
        json_schema_extra=ui(order=3),
    )
    language: str = Field(
        default="",
        title="Language",
        description="As `en`. Empty: the model finds out.",
        pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$",
        json_schema_extra=ui(placeholder="en"),
    )
    prompt: str = Field(
        default="",
        title="Hint",
        description="Names and words that are said in it.",
        max_length=2_000,
        json_schema_extra=ui(advanced=True),
    )


class TranscribeOutput(BaseModel):
    """What was said, and what it took to hear it."""

    text: str
    model: str
    cost_usd: float | None
    """Null: the model's price is not known."""
    latency_ms: int


@node("llm.transcribe", title="Write speech down", category="AI", icon="mic", key_field="model",
      queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_transcribe(config: TranscribeConfig, context: NodeContext) -> TranscribeOutput:
    """Have a model write down what is said in a recording.

    Costs, budgets and repeated attempts are as those of `llm.image`.
    """
    model = ModelName.parse(config.model)
    if config.audio.size > MAX_BYTES:
        raise NodeFailed(
            f"A recording of {config.audio.size:,} bytes is more than models take, which is "
            f"{MAX_BYTES:,}: cut it into pieces."
        )
    data = await context.open_blob(config.audio)
    options = {"language": config.language, "prompt": config.prompt}
    facts: dict[str, JsonValue] = {name: value for name, value in options.items() if value}

    async def ask(module: Any, through: dict[str, Any]) -> Any:
        file = (_name(config.audio.media_type), data, config.audio.media_type)
        return await module.atranscription(model=model.litellm, file=file, **facts, **through)

    async def read(response: Any) -> JsonValue:
        return {"text": str(response.text)}

    async def demo() -> JsonValue:
        from activities.ai.calls import demo_media

        return {"text": demo_media.heard(data)}

    given = await demand(
        Demand(
            kind="transcribe",
            model=model,
            credential=config.credential,
            facts={"audio": config.audio.digest, **facts},
            cost_facts={"call_type": "transcription"},
            max_cost_usd=config.max_cost_usd,
            heard_bytes=config.audio.size,
        ),
        Way(ask, read, demo),
        context,
    )
    answer: Any = given.answer
    usage = given.usage.model_dump(include={"cost_usd", "latency_ms"})
    return TranscribeOutput(text=str(answer["text"]), model=str(model), **usage)


def _name(media_type: str) -> str:
    """Providers go by a file's name."""
    kind = media_type.partition("/")[2].partition(";")[0]
    return f"audio.{ {'mpeg': 'mp3', 'x-wav': 'wav', 'mp4': 'm4a'}.get(kind, kind) or 'wav' }"
