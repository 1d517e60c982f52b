"""Rounds of agents, and beginning again at one of them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from api.schemas.runs import ErrorRead
from api.schemas.shape import Read, Write
from noria.run import StepStatus

MAX_EDITS = 100
MAX_TEXT = 200_000
Text = Annotated[str, Field(max_length=MAX_TEXT, pattern=r"^[^\x00]*$")]


class ToldRead(Read):
    """A message that the model was given."""

    index: int
    """In the conversation, from 0."""
    role: str
    text: str
    is_whole: bool
    """False: it is cut short or has parts that are no text, so it can't be edited."""
    call_id: str | None
    """Of a tool's result: the call that it answers."""


class AskedRead(Read):
    """A call of a tool that the model asked for."""

    id: str
    name: str
    arguments: JsonValue
    refused: str
    """Why it was not made; empty: it was."""
    result: str | None
    """What the model was told of it; null: it has not been told yet."""


class RoundRead(Read):
    number: int
    """From 1; of an agent that took over in the middle, from where it began."""
    iteration: str
    """Of the step that made it."""
    status: StepStatus
    model: str
    told: list[ToldRead]
    """What was new to the model in this round."""
    text: str
    """What it said."""
    asked: list[AskedRead]
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: the model's price is not known."""
    cached: bool
    latency_ms: int
    error: ErrorRead | None
    started_at: datetime | None
    finished_at: datetime | None


class EditWrite(Write):
    """Another text for one message of the conversation."""

    index: int = Field(ge=0, le=10_000)
    text: Text


class ReplayCreate(Write):
    round: int = Field(ge=1, le=10_000)
    """Which one is made again, with all after it."""
    iteration: str = Field(default="", max_length=200, pattern=r"^[0-9/]*$")
    """Of the agent in the loops around it, as `2/0`; a member of a team is in two."""
    edits: list[EditWrite] = Field(default=[], max_length=MAX_EDITS)
    add: Text = ""
    """One more message, of the user, at the end of the conversation so far."""
