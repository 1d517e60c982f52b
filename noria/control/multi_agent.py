"""`multi_agent`: several agents that work on one task together."""

from pydantic import BaseModel, ConfigDict, JsonValue

from noria.ai.team_config import TeamConfig
from noria.node_type import ControlContext, Repeat, control

MULTI_AGENT = "multi_agent"
ADVANCE_TEAM = "multi_agent.advance"
"""The node type of the step that says who is next, which the compiler puts into the team's body."""
MAX_STEPS = 1_000


class Said(BaseModel):
    """What a member said."""

    who: str
    task: str
    text: str
    data: JsonValue
    failed: bool


class TeamOutput(BaseModel):
    """What a team comes to."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    text: str
    data: JsonValue
    """What was decided at last, or how many votes each answer got."""
    said: list[Said]
    """What each member said, in order."""
    rounds: int
    stopped: str | None
    """The limit that the team came to."""
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: a model's price is not known."""


@control(
    MULTI_AGENT,
    title="Team of agents",
    category="AI",
    icon="users",
    key_field="strategy",
    inner={"condition": "before"},
    output=TeamOutput,
)
def multi_agent(config: TeamConfig, context: ControlContext) -> Repeat:
    """Let several agents work on a task together, in the way that its strategy says.

    The nodes in its body are its members: agents as a rule, but any node may be one. A member reads
    `item.task`, what it has to do, and `item.said`, what was said so far; an agent without a task of
    its own gets `item.task`. A node that no edge of the body leads to is a member; those after it
    belong to it, and the last one's output is what it says.

    Who is next is decided by a LangGraph graph, whose state travels with the run. Each agent's calls
    are steps of their own, as they are outside of a team, and shown in its own lane of the run.

    The output is `{text, data, said, rounds, stopped, input_tokens, output_tokens, cost_usd}`.
    """
    return Repeat(config.resume, MAX_STEPS)
