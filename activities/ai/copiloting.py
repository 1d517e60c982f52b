"""Asks a model for the copilot. What it proposes is compiled, and sent back once where that fails."""

import asyncio
from collections.abc import Mapping
from typing import Any

from activities.ai.calls.ask import ask, terms_of
from activities.ai.calls.data import Took, as_text, ask_for
from activities.ai.calls.requests import ChatRequest
from noria.ai.model_fields import ModelFields
from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.context import NodeContext
from noria.copilot.prompts import GRAPH_SCHEMA, complaint, messages_of
from noria.copilot.proposals import filled
from noria.copilot.work import CopilotAnswer, CopilotCall


async def answer(call: CopilotCall, context: NodeContext) -> CopilotAnswer:
    """
    Raises:
        NodeFailed: The model refuses, or gives no graph.
        NodeUnavailable: It may answer later.
    """
    fields = ModelFields(model=call.model, credential=call.credential)
    messages = messages_of(call, load_catalog())
    if call.task == "explain":
        terms = terms_of(fields)
        request = ChatRequest(
            model=terms.candidates[0].model, messages=messages, temperature=0.0, stream=False
        )
        said = await ask(request, terms, context)
        return CopilotAnswer(
            text=said.reply.text, model=said.reply.model, cost_usd=said.usage.cost_usd
        )
    data, took = await ask_for(GRAPH_SCHEMA, messages, fields, context)
    data = _filled(call, data)
    problems = await _problems(data["graph"])
    if not problems:
        return _proposal(data, took.cost_usd, took)
    again = [
        *messages,
        # With its graph: a model remembers nothing of what it said.
        {"role": "assistant", "content": as_text(data)},
        {"role": "user", "content": complaint(problems)},
    ]
    second, more = await ask_for(GRAPH_SCHEMA, again, fields, context)
    second = _filled(call, second)
    # The better of the two; what is still wrong with it is shown with the proposal.
    better = second if len(await _problems(second["graph"])) <= len(problems) else data
    return _proposal(better, _sum(took.cost_usd, more.cost_usd), more)


def _filled(call: CopilotCall, data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "graph": filled(call.graph, data["graph"])}


async def _problems(graph: dict[str, Any]) -> list[Any]:
    compiled = await asyncio.to_thread(compile_graph, graph, load_catalog())
    return [each for each in compiled.problems if each.severity == "error"]


def _proposal(data: Mapping[str, Any], cost_usd: float | None, took: Took) -> CopilotAnswer:
    return CopilotAnswer(
        text=str(data["text"]), graph=data["graph"], model=took.model, cost_usd=cost_usd
    )


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
