"""Several agents that work together: who they are, who decides, and how far they may go."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from noria.ai.agent_config import AgentLimits
from noria.ai.model_fields import ModelFields
from noria.model import NODE_ID_PATTERN, Model
from noria.node_type import ui

MAX_MEMBERS = 20
DECIDE = "decide"
"""The call of the model that leads; no member may be called so."""

Strategy = Literal["supervisor", "hand_off", "vote", "debate", "plan"]


class TeamMember(Model):
    """What one node in the team's body is good for."""

    node: str = Field(
        title="Node", description="Id of a node in the team's body.", pattern=NODE_ID_PATTERN
    )
    description: str = Field(
        default="",
        title="Description",
        description="What to give it to do. Empty: the node's name.",
        max_length=4_000,
    )


class TeamFields(ModelFields):
    """Config of the node `multi_agent`; all but what the compiler adds is also its next step's."""

    strategy: Literal["supervisor", "hand_off", "vote", "debate", "plan"] = Field(
        default="supervisor",
        title="Strategy",
        description="`supervisor`: a model says each time who does what next. `hand_off`: the member at "
        "work passes the task on. `vote`: all do it at the same time, and the best answer wins. "
        "`debate`: all answer, then answer again with what the others said, and a model concludes. "
        "`plan`: a model plans, the members do it step by step, and it concludes or plans again.",
        json_schema_extra=ui(widget="select", expression="never", order=2),
    )
    instructions: str = Field(
        default="",
        title="Instructions",
        description="For the model that leads or judges: what the team is to achieve, and how.",
        max_length=200_000,
        json_schema_extra=ui(widget="textarea", multiline=True, order=3),
    )
    input: JsonValue = Field(
        default="",
        title="Task",
        description="What the team has to do: text, or anything else, which it sees as JSON.",
        json_schema_extra=ui(widget="textarea", multiline=True, order=4),
    )
    vote: Literal["majority", "judge"] = Field(
        default="majority",
        title="Who counts",
        description="Of `vote`: `majority` takes the answer that most gave, word for word; `judge` "
        "asks the model which is best.",
        json_schema_extra=ui(
            widget="select", expression="never", show_if={"strategy": "vote"}, group="Limits"
        ),
    )
    debate_rounds: int = Field(
        default=2,
        title="Rounds of debate",
        ge=1,
        le=10,
        json_schema_extra=ui(expression="never", show_if={"strategy": "debate"}, group="Limits"),
    )
    limits: AgentLimits = Field(
        default=AgentLimits(rounds=12),
        title="Limits",
        description="Rounds are decisions, hand-offs or plans.",
        json_schema_extra=ui(expression="never", group="Limits"),
    )


class TeamConfig(TeamFields):
    """As people write it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"model": "demo/demo", "strategy": "supervisor", "input": "{{ trigger.task }}"}
            ]
        }
    )

    members: list[TeamMember] = Field(
        default=[],
        title="Members",
        description="What the team is told of the nodes in its body. A node without an entry is a "
        "member by its name.",
        max_length=MAX_MEMBERS,
        json_schema_extra=ui(expression="never", group="Members"),
    )
    condition: SkipJsonSchema[JsonValue] = None
    """Whether another step follows: put in by the compiler."""
    resume: SkipJsonSchema[JsonValue] = None
    """What the first step begins with, when a run takes over in the middle."""


class ToldMember(Model):
    """A member as the step knows it that says who is next."""

    name: str
    description: str
    is_counted: bool = False
    """What it costs is asked of the ledger (`spenders`), not read in what it gave."""


class TeamAdvanceConfig(TeamFields):
    """Config of the step that says who is next: what the compiler makes of the team's."""

    members: list[ToldMember] = Field(
        default=[], title="Members", json_schema_extra=ui(expression="never")
    )
    spenders: list[str] = Field(
        default=[],
        title="Nodes whose costs the ledger knows",
        json_schema_extra=ui(expression="never"),
    )
    state: JsonValue = Field(default=None, title="What the step before left")
    results: JsonValue = Field(default=None, title="What the members gave, by their keys")


def decision_schema(strategy: Strategy, members: list[str]) -> dict[str, JsonValue]:
    """JSON Schema of what the model that leads has to answer; empty where none does."""
    who: JsonValue = {"enum": [*members]}
    text: JsonValue = {"type": "string"}
    if strategy == "supervisor":
        fields: dict[str, JsonValue] = {
            "next": {"enum": [*members, "finish"]},
            "task": _text("What the next one has to do; everything that it needs to know."),
            "answer": _text("At `finish`: the team's answer."),
        }
        return _object(fields, ["next"])
    if strategy == "plan":
        step = _object({"member": who, "task": text}, ["member", "task"])
        fields = {
            "plan": {
                "type": "array",
                "items": step,
                "description": "What is left to do, in order.",
            },
            "answer": _text("When nothing is left to do: the team's answer."),
        }
        return _object(fields, [])
    if strategy == "vote":
        return _object({"winner": who, "why": text}, ["winner"])
    if strategy == "debate":
        return _object({"answer": text, "why": text}, ["answer"])
    return {}


def hand_off_schema(others: list[str]) -> dict[str, JsonValue]:
    """JSON Schema of what a member answers that may pass the task on."""
    return _object(
        {
            "answer": _text("Your answer, or what you found out so far."),
            "hand_to": {
                "enum": [*others, None],
                "description": "Who goes on; null: nobody, the answer is complete.",
            },
            "task": _text("What that one has to do."),
        },
        ["answer"],
    )


def _text(description: str) -> dict[str, JsonValue]:
    return {"type": "string", "description": description}


def _object(properties: dict[str, JsonValue], required: list[JsonValue]) -> dict[str, JsonValue]:
    return {"type": "object", "properties": properties, "required": required}
