"""`agent`: a model that works in rounds, with the nodes in its body as tools."""

from pydantic import BaseModel, ConfigDict, JsonValue

from noria.ai.agent_config import AgentConfig
from noria.model import NodeId
from noria.node_type import ControlContext, Repeat, control

AGENT = "agent"
THINK = "agent.think"
"""The node type of a round, which the compiler puts into the agent's body."""


def think_of(agent: str) -> NodeId:
    """Id of the step that thinks."""
    return NodeId(f"{agent}__think")


def calls_of(agent: str) -> NodeId:
    """Id of the loop in which the tools are called."""
    return NodeId(f"{agent}__calls")


class AgentOutput(BaseModel):
    """What an agent comes to: the last round's."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    text: str
    data: JsonValue
    """The structured answer, where a schema is given."""
    rounds: int
    stopped: str | None
    """The limit that the agent came to."""
    model: str
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: a model's price is not known."""
    transcript: JsonValue
    """The conversation."""


@control(
    AGENT,
    title="Agent",
    category="AI",
    icon="bot",
    key_field="model",
    inner={"condition": "before"},
    output=AgentOutput,
    output_from={"data": "/output_schema"},
)
def agent(config: AgentConfig, context: ControlContext) -> Repeat:
    """Let a model work on a task in rounds, until it has an answer.

    The nodes in its body are its tools: HTTP requests, other workflows (`workflow.run`), other agents,
    whatever has a node type. In a tool's config, `item` is what the model gives: a node that reads
    `{{ item.order_id }}` is a tool with the parameter `order_id`. A node that no edge of the body
    leads to is a tool; those after it belong to it, and the last one's output is what the model sees.

    Each call of the model and each call of a tool is a step of its own, with retries: when a worker
    dies, the agent goes on, and no call that had ended is made again. What the model can't give is out
    of its reach: it fills in `item` and nothing else, so credentials, hosts and whatever else the
    config fixes stay as they are. Calls that need a person's agreement wait for it, for days if need be.

    The output is `{text, data, rounds, stopped, model, input_tokens, output_tokens, cost_usd, transcript}`.
    """
    return Repeat(config.resume_at(context.iteration), config.limits.rounds + 2)
