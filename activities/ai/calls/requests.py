"""What a chat model is asked, and what it answers, whoever serves it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import orjson
from pydantic import BaseModel, ConfigDict, JsonValue

from noria.ai.ledger import Usage
from noria.ai.names import ModelName

BYTES_A_TOKEN = 3
"""Four in English, less in most other languages and in code."""
FILE_BYTES_A_TOKEN = 16
"""Of a file in base64, as a PDF: some 3,000 tokens for a page of 50 kB."""
IMAGE_TOKENS = 1_600
"""Of a large picture; providers make larger ones smaller."""

ToolChoice = Literal["auto", "none", "required"]


@dataclass(frozen=True, kw_only=True)
class ChatRequest:
    """In OpenAI's words, which LiteLLM translates for every other provider."""

    model: ModelName
    messages: Sequence[Mapping[str, Any]]
    tools: Sequence[Mapping[str, Any]] = ()
    tool_choice: ToolChoice = "auto"
    schema: Mapping[str, Any] | None = None
    """JSON Schema that the answer has to fit."""
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    stream: bool = True

    def options(self) -> dict[str, Any]:
        """Everything but the model and the messages."""
        options: dict[str, Any] = {
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "seed": self.seed,
        }
        if self.tools:
            options["tools"] = list(self.tools)
            options["tool_choice"] = self.tool_choice
        if self.schema is not None:
            options["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": dict(self.schema)},
            }
        return {name: value for name, value in options.items() if value is not None}

    def hash(self) -> str:
        """Of all that the answer depends on."""
        asked = {"model": str(self.model), "messages": list(self.messages), **self.options()}
        return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def tokens(self) -> float:
        """About how many it is, rather too many: what a price is estimated by."""
        shapes = {"tools": list(self.tools), "schema": self.schema}
        told = sum(map(_tokens, self.messages))
        return told + len(orjson.dumps(shapes)) / BYTES_A_TOKEN


class ToolCall(BaseModel):
    """What the model wants called."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    arguments: JsonValue = None
    """As an object; the text itself where the model wrote no JSON."""

    def to_message(self) -> dict[str, Any]:
        """As it stands in the conversation."""
        arguments = self.arguments
        written = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
        function = {"name": self.name, "arguments": written}
        return {"id": self.id, "type": "function", "function": function}


class Reply(BaseModel):
    """What the model said. Kept in the ledger."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    finish: str = "stop"
    """`stop`, `length`, `tool_calls` or `content_filter`."""
    model: str = ""
    """Which one it was, with its provider."""

    def to_message(self) -> dict[str, Any]:
        """As it stands in the conversation."""
        message: dict[str, Any] = {"role": "assistant", "content": self.text or None}
        if self.tool_calls:
            message["tool_calls"] = [call.to_message() for call in self.tool_calls]
        return message


@dataclass(frozen=True)
class Answered:
    """A reply, and what it took."""

    reply: Reply
    usage: Usage = field(default_factory=Usage)
    is_cached: bool = False


def _tokens(message: Mapping[str, Any]) -> float:
    content = message.get("content")
    if not isinstance(content, list):
        return len(orjson.dumps(dict(message))) / BYTES_A_TOKEN
    return sum(map(_tokens_of_part, cast("list[dict[str, Any]]", content)))


def _tokens_of_part(part: Mapping[str, Any]) -> float:
    if part.get("type") == "image_url":
        return IMAGE_TOKENS
    a_token = BYTES_A_TOKEN if part.get("type") == "text" else FILE_BYTES_A_TOKEN
    return len(orjson.dumps(dict(part))) / a_token
