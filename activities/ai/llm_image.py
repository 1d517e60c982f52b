"""Has a model draw pictures."""

from base64 import b64decode
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.media import Demand, Way, demand
from noria.ai.model_fields import PROVIDER_CREDENTIALS, MaybeCredential
from noria.ai.names import AI_QUEUE, DEMO_MODEL, ModelName
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_IMAGE_BYTES = 50 * 1024 * 1024


class MediaFields(Model):
    """Which model, and on what terms."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    model: str = Field(
        default=DEMO_MODEL,
        title="Model",
        description="Provider and model, as `openai/gpt-image-1`. `demo/demo` works offline, without "
        "understanding anything.",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(placeholder="openai/gpt-image-1", order=1),
    )
    credential: MaybeCredential = Field(
        default=None,
        title="Credential",
        description="Of the model's provider; the demo model needs none.",
        json_schema_extra=ui(
            widget="credential", credential_type=PROVIDER_CREDENTIALS, expression="never", order=2
        ),
    )
    max_cost_usd: float | None = Field(
        default=None,
        title="Budget of the step",
        description="US dollars; no further call is made once they are spent.",
        gt=0,
        le=100_000,
        json_schema_extra=ui(unit="USD", group="Terms", advanced=True),
    )


class ImageConfig(MediaFields):
    """What to draw."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": "demo/demo", "prompt": "{{ trigger.wish }}"}]}
    )

    prompt: str = Field(
        title="Prompt",
        description="What the picture shows.",
        min_length=1,
        max_length=32_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    count: int = Field(default=1, title="Pictures", ge=1, le=10)
    size: str = Field(
        default="",
        title="Size",
        description="As the model has it: `1024x1024`. Empty: its own.",
        pattern=r"^(\d{2,5}x\d{2,5}|auto)?$",
        json_schema_extra=ui(advanced=True),
    )
    quality: Literal["", "auto", "low", "medium", "high", "standard", "hd"] = Field(
        default="",
        title="Quality",
        description="As the model has it. Empty: its own.",
        json_schema_extra=ui(advanced=True),
    )


class ImageOutput(BaseModel):
    """The pictures, and what they took."""

    images: list[BlobRef]
    """Stored; give one to `llm.chat`, or to any step that takes a file."""
    model: str
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: the model's price is not known."""
    latency_ms: int


@node("llm.image", title="Draw a picture", category="AI", icon="image", key_field="model",
      queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_image(config: ImageConfig, context: NodeContext) -> ImageOutput:
    """Have a model draw pictures of what a text says.

    What the call cost is kept in the workspace's usage; it is not made when a budget of the step, the
    run, the workflow or the workspace is spent. An attempt that is repeated after the worker died finds
    the pictures that were paid for.
    """
    model = ModelName.parse(config.model)
    options = {"n": config.count, "size": config.size, "quality": config.quality}
    facts: dict[str, JsonValue] = {name: value for name, value in options.items() if value}

    async def ask(module: Any, through: dict[str, Any]) -> Any:
        return await module.aimage_generation(
            prompt=config.prompt, model=model.litellm, **facts, **through
        )

    async def read(response: Any) -> JsonValue:
        images = [await _stored(each, context) for each in response.data or ()]
        if not images:
            raise NodeFailed("The model gave no picture.")
        return [image.to_json() for image in images]

    async def demo() -> JsonValue:
        from activities.ai.calls import demo_media

        pictures = [demo_media.picture(f"{at} {config.prompt}") for at in range(config.count)]
        return [(await context.put_blob(each, "image/png")).to_json() for each in pictures]

    given = await demand(
        Demand(
            kind="image",
            model=model,
            credential=config.credential,
            facts={"prompt": config.prompt, **facts},
            cost_facts={"call_type": "image_generation", "prompt": config.prompt, **facts},
            max_cost_usd=config.max_cost_usd,
        ),
        Way(ask, read, demo),
        context,
    )
    images: Any = given.answer
    usage = given.usage.model_dump(
        include={"input_tokens", "output_tokens", "cost_usd", "latency_ms"}
    )
    return ImageOutput(images=images, model=str(model), **usage)


async def _stored(image: Any, context: NodeContext) -> BlobRef:
    """Providers give a picture, or where it is for an hour."""
    if image.b64_json:
        data = b64decode(image.b64_json)
    elif image.url:
        response = await context.http.get(str(image.url))
        if response.status_code != 200:
            raise NodeFailed(f"The picture was made, but not found: {response.status_code}.")
        data = response.content
    else:
        raise NodeFailed("The model gave no picture.")
    if len(data) > MAX_IMAGE_BYTES:
        raise NodeFailed(f"A picture of {len(data):,} bytes is too large.")
    return await context.put_blob(data, _media_type(data))


def _media_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    if data.startswith(b"\xff\xd8"):
        return "image/jpeg"
    return "image/webp" if data[8:12] == b"WEBP" else "application/octet-stream"
