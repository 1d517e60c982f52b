"""What a run answers in a conversation: which part of its output is said, and which steps' text is shown."""

from collections.abc import Iterable

import orjson
from pydantic import JsonValue

from noria.model import NodeId
from noria.plan import Plan, PlanStep

MAX_ANSWER_CHARS = 200_000
_NAMES = ("text", "answer", "message", "content")
_END = "end"
_PASSING = ("set", "merge")
"""They only pass values on, and say nothing themselves."""


def answer_of(output: JsonValue) -> str:
    """Markdown. Text as it is, an object's text, anything else as JSON."""
    if output is None:
        return ""
    if isinstance(output, str):
        return output[:MAX_ANSWER_CHARS]
    if isinstance(output, dict):
        for name in _NAMES:
            said = output.get(name)
            if isinstance(said, str):
                return said[:MAX_ANSWER_CHARS]
    written = orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()
    return f"```json\n{written[:MAX_ANSWER_CHARS]}\n```"


def shown_nodes(plan: Plan) -> frozenset[str]:
    """The nodes whose text goes into the answer, so that it may be shown while it is written.

    What other steps say on the way, as a model that sorts a message, is not for who asks.
    """
    steps = {step.id: step for step in plan.steps}
    known: set[NodeId] = set()
    pending = [step for step in plan.steps if step.type == _END]
    while pending:
        for name in _goes_into(pending.pop()):
            if name in known or name not in steps:
                continue
            known.add(name)
            if steps[name].type in _PASSING:
                pending.append(steps[name])
    return frozenset(known)


def is_shown(node_id: str, shown: Iterable[str]) -> bool:
    """Whether a piece of this step is one of theirs; an agent's thinking is the agent's."""
    return any(node_id == name or node_id.startswith(f"{name}__") for name in shown)


def _goes_into(step: PlanStep) -> Iterable[NodeId]:
    yield from step.reads.steps
    if step.type == "merge":
        yield from (source.node_id for source in step.sources)
