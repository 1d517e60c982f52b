"""Asks a chat model."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.ai.calls.ask import Terms, ask, terms_of
from activities.ai.calls.attachments import parts_of
from activities.ai.calls.fitting import add, fit
from activities.ai.calls.requests import Answered, ChatRequest, ToolCall
from noria.ai.ledger import Usage
from noria.ai.model_fields import FileList, ImageList, ModelFields
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.input_schema import SchemaField
from noria.model import Model
from noria.node_type import node, ui

TOOL_NAME = r"^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$"


class ToolSpec(Model):
    """What the model may ask for; whoever reads the answer does it."""

    name: str = Field(pattern=TOOL_NAME)
    description: str = Field(default="", max_length=4_000)
    parameters: SchemaField = Field(
        default={"type": "object", "properties": {}}, json_schema_extra=ui(widget="schema")
    )

    def to_openai(self) -> dict[str, Any]:
        """As models are told of it."""
        return {"type": "function", "function": self.model_dump(mode="json")}


class ChatConfig(ModelFields):
    """What to say to which model."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": "demo/demo", "prompt": "{{ trigger.question }}"}]}
    )

    instructions: str = Field(
        default="",
        title="Instructions",
        description="What the model is and how it should answer; sent as the system message.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    prompt: str = Field(
        default="",
        title="Prompt",
        description="What is said to it; sent as the last message.",
        max_length=2_000_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=4),
    )
    messages: list[dict[str, JsonValue]] = Field(
        default=[],
        title="Conversation so far",
        description="Messages before the prompt, each with `role` and `content`, as an earlier step "
        "gave them.",
        max_length=2_000,
        json_schema_extra=ui(widget="json", order=5, advanced=True),
    )
    images: ImageList = []
    files: FileList = []
    output_schema: SchemaField = Field(
        default={},
        title="Structured answer",
        description="JSON Schema that the answer has to fit. An answer that does not is sent back to "
        "the model once, with what is wrong. Empty: text.",
        json_schema_extra=ui(widget="schema", expression="never", group="Answer"),
    )
    tools: list[ToolSpec] = Field(
        default=[],
        title="Tools",
        description="What the model may ask for. The step ends with `tool_calls`; an `agent` does "
        "them by itself.",
        max_length=128,
        json_schema_extra=ui(widget="json", group="Answer", advanced=True),
    )
    tool_choice: Literal["auto", "none", "required"] = Field(
        default="auto",
        title="Use of tools",
        json_schema_extra=ui(widget="select", expression="never", group="Answer", advanced=True),
    )
    temperature: float | None = Field(
        default=None,
        title="Temperature",
        description="0: as sober as it gets. Unset: the provider's own.",
        ge=0,
        le=2,
        json_schema_extra=ui(group="Answer", step=0.1, advanced=True),
    )
    max_tokens: int | None = Field(
        default=None,
        title="Longest answer",
        description="In tokens.",
        ge=1,
        le=1_000_000,
        json_schema_extra=ui(group="Answer", unit="tokens", advanced=True),
    )
    seed: int | None = Field(
        default=None,
        title="Seed",
        description="With the same one, some models answer the same each time.",
        json_schema_extra=ui(group="Answer", advanced=True),
    )
    stream: bool = Field(
        default=True,
        title="Show the answer as it is written",
        description="Off for servers that can't stream.",
        json_schema_extra=ui(expression="never", group="Answer", advanced=True),
    )


class ChatOutput(BaseModel):
    """What the model said, and what that took."""

    text: str
    data: JsonValue = None
    """The structured answer, where a schema was given."""
    tool_calls: list[ToolCall] = []
    finish: str
    """`stop`, `length`, `tool_calls` or `content_filter`."""
    model: str
    """Which model it was."""
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: the model's price is not known."""
    latency_ms: int
    first_token_ms: int | None
    cached: bool


@node("llm.chat", title="Ask a model", category="AI", icon="message-square", key_field="model",
      queue=AI_QUEUE, changes=False)  # fmt: skip
async def llm_chat(config: ChatConfig, context: NodeContext) -> ChatOutput:
    """Ask a chat model, and pass on what it says.

    The answer is shown on the run page while it is written. With a schema it is read as data, checked,
    and sent back to the model once where it does not fit. What each call cost is kept in the
    workspace's usage; a call is not made when a budget of the step, the run, the workflow or the
    workspace is spent. An attempt that is repeated after the worker died does not ask again for what
    was answered already.
    """
    terms = terms_of(config)
    messages = await _messages(config, context)
    request = ChatRequest(
        model=terms.candidates[0].model,
        messages=messages,
        tools=[tool.to_openai() for tool in config.tools],
        tool_choice=config.tool_choice,
        schema=config.output_schema or None,
        temperature=config.temperature,
        max_tokens=config.max_tokens,
        seed=config.seed,
        stream=config.stream,
    )
    first = await ask(request, terms, context)
    if not config.output_schema or first.reply.tool_calls:
        return _output(first, None, first.usage)
    return await _structured(request, terms, first, context)


async def _messages(config: ChatConfig, context: NodeContext) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    if config.instructions:
        messages.append({"role": "system", "content": config.instructions})
    messages += config.messages
    parts = await parts_of(config.images, config.files, context)
    if parts:
        parts.insert(0, {"type": "text", "text": config.prompt})
        messages.append({"role": "user", "content": parts})
    elif config.prompt:
        messages.append({"role": "user", "content": config.prompt})
    if not any(message.get("role") != "system" for message in messages):
        raise NodeFailed("There is nothing to ask: give a prompt, or a conversation so far.")
    return messages


async def _structured(
    request: ChatRequest, terms: Terms, first: Answered, context: NodeContext
) -> ChatOutput:
    """
    Raises:
        NodeFailed: The model's second answer does not fit either.
    """
    found, last = await fit(request, terms, first, context)
    return _output(last, found, last.usage if last is first else add(first.usage, last.usage))


def _output(answered: Answered, data: JsonValue, usage: Usage) -> ChatOutput:
    reply = answered.reply
    return ChatOutput(
        text=reply.text,
        data=data,
        tool_calls=list(reply.tool_calls),
        finish=reply.finish,
        model=reply.model,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_usd=usage.cost_usd,
        latency_ms=usage.latency_ms,
        first_token_ms=usage.first_token_ms,
        cached=answered.is_cached,
    )
