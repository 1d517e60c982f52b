"""One round of an agent: a call of its model, with what its tools have said since the last one."""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import orjson
from pydantic import BaseModel, JsonValue

from activities.ai.calls import conversation, pacing, remembering, structured
from activities.ai.calls.ask import Terms, ask, terms_of
from activities.ai.calls.conversation import Asked
from activities.ai.calls.fitting import add, fit
from activities.ai.calls.requests import Answered, ChatRequest
from noria.ai.agent_config import AgentServer, AgentTool, ThinkConfig
from noria.ai.ledger import Usage
from noria.ai.names import AI_QUEUE
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.node_type import node

Limit = Literal["rounds", "time", "cost"]
LAST_WORD = (
    "You have come to a limit and can use no more tools. Answer now with what you have found out, "
    "and say what is missing."
)
MAX_TOOL_NAME = 64
"""As providers take them."""
MIN_STORED_BYTES = 2_048
"""A shorter conversation is no larger than a reference to it."""


class Thought(BaseModel):
    """What a round leaves for the next one; the last one's is the agent's output."""

    done: bool
    text: str = ""
    data: JsonValue = None
    """The structured answer, where a schema was given."""
    stopped: Limit | None = None
    """The limit that the agent came to."""
    model: str
    rounds: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """Null: a model's price is not known."""
    began_at: float
    """Seconds since 1970."""
    calls: dict[str, JsonValue] = {}
    """To be made now: key → arguments. A key is a number and the tool's name."""
    asked: list[Asked] = []
    """All that the model asked for, also what it may not have."""
    counts: dict[str, int] = {}
    """How often each tool was called."""
    called_at: dict[str, list[float]] = {}
    """By what has a rate (`AgentTool.counted_as`): its calls of the last minute, in seconds since 1970."""
    not_before: str | None = None
    """When the calls may be made, by those rates; null: at once."""
    offered: list[AgentTool] = []
    """Tools of MCP servers, which are asked for them once."""
    transcript: JsonValue = None
    """The conversation, or a reference to it."""


@node("agent.think", title="Think", category="AI", icon="brain", internal=True, queue=AI_QUEUE)
async def agent_think(config: ThinkConfig, context: NodeContext) -> Thought:
    """Ask the agent's model once, with the results of the calls that it asked for last."""
    before = _paced(config) if config.state else _first(config)
    messages = _continued(config, before) if config.state else await _begun(config, context)
    limit = _limit(config, before)
    if limit and config.on_limit == "fail":
        raise NodeFailed(
            f"The agent came to its limit of {limit} after {before.rounds} rounds without an answer: "
            "raise the limit, or give it less to do."
        )
    if limit:
        messages.append({"role": "user", "content": LAST_WORD})
    if config.mcp and not config.state:
        before = before.model_copy(update={"offered": await _offered(config.mcp, context)})
    config = config.model_copy(update={"tools": [*config.tools, *before.offered]})
    terms = terms_of(config)
    request = _request(config, messages, terms, may_call=not limit)
    answered = await ask(request, terms, context)
    thought = await _conclude(_Round(config, request, terms, before, limit), answered, context)
    if thought.done:
        await remembering.keep(config, thought.text, terms, context)
    return await _stored(thought, context)


class _Round:
    """What a round began with."""

    def __init__(
        self,
        config: ThinkConfig,
        request: ChatRequest,
        terms: Terms,
        before: Thought,
        limit: Limit | None,
    ) -> None:
        self.config = config
        self.request = request
        self.terms = terms
        self.before = before
        self.limit: Limit | None = limit

    def thought(self, answered: Answered, usage: Usage, **more: Any) -> Thought:
        """What comes of an answer."""
        before = self.before
        costs = [cost for cost in (before.cost_usd, usage.cost_usd) if cost is not None]
        given: dict[str, Any] = {
            "text": answered.reply.text,
            "model": answered.reply.model,
            "rounds": before.rounds + 1,
            "input_tokens": before.input_tokens + usage.input_tokens,
            "output_tokens": before.output_tokens + usage.output_tokens,
            "cost_usd": sum(costs) if len(costs) > 1 else None,
            "began_at": before.began_at,
            "counts": before.counts,
            "called_at": before.called_at,
            "offered": before.offered,
            "transcript": [*self.request.messages, answered.reply.to_message()],
        }
        return Thought(**{**given, **more})


async def _conclude(this: _Round, answered: Answered, context: NodeContext) -> Thought:
    """Either calls to make, or the answer."""
    calls = answered.reply.tool_calls
    if calls and not this.limit:
        asked, counts = conversation.judge(calls, this.config.tools, this.before.counts)
        return this.thought(
            answered,
            answered.usage,
            done=False,
            calls={each.key: each.arguments for each in asked if each.key},
            asked=asked,
            counts=counts,
            not_before=pacing.not_before(this.before.called_at, asked, this.config.tools),
        )
    if not this.config.output_schema:
        return this.thought(answered, answered.usage, done=True, stopped=this.limit)
    data, last = await fit(this.request, this.terms, answered, context)
    usage = last.usage if last is answered else add(answered.usage, last.usage)
    return this.thought(last, usage, done=True, stopped=this.limit, data=data)


def _request(
    config: ThinkConfig, messages: Sequence[Mapping[str, Any]], terms: Terms, *, may_call: bool
) -> ChatRequest:
    tools = [
        {
            "type": "function",
            "function": tool.model_dump(mode="json", include={"name", "description", "parameters"}),
        }
        for tool in config.tools
    ]
    # Together, schema and tools would let some models answer before they have looked anything up.
    is_last = not tools or not may_call
    return ChatRequest(
        model=terms.candidates[0].model,
        messages=_with_schema(messages, config),
        tools=tools,
        tool_choice="auto" if may_call else "none",
        schema=(config.output_schema or None) if is_last else None,
        temperature=config.temperature,
        max_tokens=config.max_tokens,
        seed=config.seed,
    )


def _with_schema(
    messages: Sequence[Mapping[str, Any]], config: ThinkConfig
) -> Sequence[Mapping[str, Any]]:
    if not config.output_schema or config.state:
        return messages
    told = {"role": "system", "content": structured.instruction(config.output_schema)}
    return [told, *messages]


def _first(config: ThinkConfig) -> Thought:
    return Thought(
        done=False,
        model=config.model,
        rounds=0,
        input_tokens=0,
        output_tokens=0,
        cost_usd=0.0,
        began_at=time.time(),
    )


def _paced(config: ThinkConfig) -> Thought:
    """What the round before left, and when its calls were made of the tools that have a rate."""
    before = Thought.model_validate(config.state)
    tools = [*config.tools, *before.offered]
    times = pacing.add_calls(before.called_at, before.asked, tools, config.results, time.time())
    return before.model_copy(update={"called_at": times})


async def _begun(config: ThinkConfig, context: NodeContext) -> list[dict[str, Any]]:
    *told, task = conversation.begin(config)
    return [*told, *await remembering.recalled(config, context), task]


def _continued(config: ThinkConfig, before: Thought) -> list[dict[str, Any]]:
    transcript: Any = before.transcript
    return [*transcript, *conversation.results(before.asked, config.results, config.review)]


def _limit(config: ThinkConfig, before: Thought) -> Limit | None:
    limits = config.limits
    if before.rounds + 1 >= limits.rounds and before.rounds:
        return "rounds"
    if limits.time_s is not None and time.time() - before.began_at > limits.time_s:
        return "time"
    if limits.cost_usd is not None and (before.cost_usd or 0.0) >= limits.cost_usd:
        return "cost"
    return None


async def _offered(servers: Sequence[AgentServer], context: NodeContext) -> list[AgentTool]:
    from activities.ai.calls import tool_servers

    return [
        AgentTool(
            name=re.sub(r"[^a-zA-Z0-9_-]", "_", f"{server.name}_{tool.name}")[:MAX_TOOL_NAME],
            description=tool.description or tool.name,
            parameters=tool.parameters,
            server=server.name,
            called=tool.name,
            max_calls_per_minute=server.max_calls_per_minute,
        )
        for server in servers
        for tool in await tool_servers.list_tools(server, context)
    ]


async def _stored(thought: Thought, context: NodeContext) -> Thought:
    """A conversation grows with each round: histories hold a reference to it."""
    data = orjson.dumps(thought.transcript)
    if len(data) < MIN_STORED_BYTES:
        return thought
    ref = await context.put_blob(data, "application/json")
    return thought.model_copy(update={"transcript": ref.to_json()})
