"""What a run answers in a conversation: which part of its output is said, and which steps' text is shown."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import orjson
from pydantic import JsonValue

from noria.model import NodeId
from noria.plan import Plan, PlanStep

MAX_ANSWER_CHARS = 200_000
_NAMES = ("text", "answer", "message", "content")
_FROM = ("citations", "sources")
MAX_SOURCES = 50
MAX_SOURCE_CHARS = 300
_MARKS = re.compile(r"[\\`*_\[\]<>!#|~&]")
_END = "end"
_PASSING = ("set", "merge")
"""They only pass values on, and say nothing themselves."""


def answer_of(output: JsonValue) -> str:
    """Markdown. Text as it is, an object's text with its sources, anything else as JSON."""
    if output is None:
        return ""
    if isinstance(output, str):
        return output[:MAX_ANSWER_CHARS]
    if isinstance(output, dict):
        for name in _NAMES:
            said = output.get(name)
            if isinstance(said, str):
                sources = "\n".join(islice(_sources(output), MAX_SOURCES))
                return "\n\n".join(filter(None, (said[:MAX_ANSWER_CHARS], sources)))
    written = orjson.dumps(output, option=orjson.OPT_INDENT_2).decode()
    return f"```json\n{written[:MAX_ANSWER_CHARS]}\n```"


def _sources(output: Mapping[str, JsonValue]) -> Iterator[str]:
    """Lines that say where it is from: of `citations`, as `knowledge.answer` gives them, or `sources`."""
    for name in _FROM:
        listed = output.get(name)
        if isinstance(listed, list) and listed:
            yield from (f"- {_plain(said)}" for said in map(_place, listed) if said)
            return


def _place(source: JsonValue) -> str:
    """Text as it is, a passage with the number by which the answer names it."""
    if isinstance(source, str):
        return source
    if not isinstance(source, dict) or not isinstance(source.get("document"), str):
        return ""
    number, page, heading = source.get("number"), source.get("page"), source.get("heading")
    named = f"[{number}] {source['document']}" if number else str(source["document"])
    return ", ".join(filter(None, (named, f"p. {page}" if page else "", str(heading or ""))))


def _plain(said: str) -> str:
    """On one line, and without a meaning in Markdown: names of documents are anybody's."""
    return _MARKS.sub(r"\\\g<0>", " ".join(said.split())[:MAX_SOURCE_CHARS])


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
