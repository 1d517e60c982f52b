"""The demo model: answers without a server, always the same to the same messages.

It is no language model. It fills schemas and arguments with what it finds in the text, quotes the
sentence of its sources that has most words in common with a question, scores texts by the words that
they share with one, and it does what messages tell it in so many words, wherever they come from, which
makes it the most gullible model there is: good for trying out what an agent may be talked into.

Lines that it obeys, each in one turn of the conversation, in their order:

    [[say Good morning]]              that text
    [[tool lookup {"id": 7}]]         that call; several on one line are made together
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from pydantic import JsonValue

from activities.ai.calls.demo_values import fill

CHARS_PER_TOKEN = 4
MAX_SHOWN = 400
_DIRECTIVE = re.compile(r"\[\[(say|tool) (.*?)\]\](?!\])")
_WORD = re.compile(r"[a-z]{3,}")
_SOURCE = re.compile(r"^\[(\d+)\] \(.*\)\n", re.MULTILINE)
_TO_JUDGE = re.compile(r"The question:\n(.*?)\n\nThe texts:\n(.*)", re.DOTALL)
_NUMBERED = re.compile(r"^\[(\d+)\]\n", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")

Message = Mapping[str, Any]


@dataclass(frozen=True)
class DemoCall:
    """A tool that the model wants called."""

    name: str
    arguments: JsonValue


@dataclass(frozen=True)
class DemoAnswer:
    """What the demo model says."""

    text: str = ""
    calls: tuple[DemoCall, ...] = ()


def answer(
    messages: Sequence[Message],
    tools: Sequence[Mapping[str, Any]] = (),
    schema: Mapping[str, Any] | None = None,
) -> DemoAnswer:
    """A pure function of what it is asked."""
    told = _told(messages)
    if told is not None:
        return told
    if tools and not _has_results(messages):
        calls = _fitting(_last_text(messages), tools)
        if calls:
            return DemoAnswer(calls=calls)
    if schema:
        text = _everything(messages)
        judged = _judge(schema, text)
        if judged is not None:
            return DemoAnswer(orjson.dumps(judged).decode())
        return DemoAnswer(orjson.dumps(fill(schema, text)).decode())
    return DemoAnswer(_say(messages))


def count_tokens(text: str) -> int:
    """Roughly as real models count."""
    return -(-len(text) // CHARS_PER_TOKEN)


def text_of(message: Message) -> str:
    """Of all parts of a message that are text."""
    content = message.get("content")
    if isinstance(content, list):
        parts = cast("list[dict[str, Any]]", content)
        return "\n".join(str(part.get("text", "")) for part in parts)
    return str(content or "")


def _told(messages: Sequence[Message]) -> DemoAnswer | None:
    turns = sum(message.get("role") == "assistant" for message in messages)
    lines = [
        found
        for message in messages
        if message.get("role") != "assistant"
        for line in text_of(message).splitlines()
        if (found := _DIRECTIVE.findall(line))
    ]
    if turns >= len(lines):
        return None
    said = " ".join(what for verb, what in lines[turns] if verb == "say")
    calls = tuple(_call(what) for verb, what in lines[turns] if verb == "tool")
    return DemoAnswer(said, calls)


def _call(what: str) -> DemoCall:
    name, _, arguments = what.partition(" ")
    try:
        return DemoCall(name, orjson.loads(arguments) if arguments.strip() else {})
    except orjson.JSONDecodeError:
        return DemoCall(name, {"text": arguments})


def _has_results(messages: Sequence[Message]) -> bool:
    """Whether tools have answered since somebody last spoke."""
    for message in reversed(messages):
        if message.get("role") == "user":
            return False
        if message.get("role") == "tool":
            return True
    return False


def _fitting(text: str, tools: Sequence[Mapping[str, Any]]) -> tuple[DemoCall, ...]:
    """The tool with most words in common with the text, if any has one."""
    words = _words(text)
    best: tuple[int, Mapping[str, Any]] | None = None
    for tool in tools:
        function = tool.get("function", tool)
        known = _words(f"{function['name']} {function.get('description', '')}".replace("_", " "))
        score = len(words & known)
        if score and (best is None or score > best[0]):
            best = score, function
    if best is None:
        return ()
    return (DemoCall(best[1]["name"], fill(best[1].get("parameters") or {}, text)),)


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORD.findall(text.lower())}


def _last_text(messages: Sequence[Message]) -> str:
    return next(
        (text_of(message) for message in reversed(messages) if message.get("role") == "user"), ""
    )


def _everything(messages: Sequence[Message]) -> str:
    """What people and tools said, the newest first."""
    spoken = [text_of(each) for each in messages if each.get("role") in {"user", "tool"}]
    return "\n".join(reversed(spoken))


def _say(messages: Sequence[Message]) -> str:
    quoted = _quote(messages)
    if quoted:
        return quoted
    results = [text_of(each) for each in messages if each.get("role") == "tool"]
    if results:
        return f"Here is what I found: {_short(results[-1])}"
    return f"This is the demo model. You said: {_short(_last_text(messages))}"


def _quote(messages: Sequence[Message]) -> str | None:
    """The sentence of numbered sources that fits the question best, with its number."""
    told = "\n".join(text_of(each) for each in messages if each.get("role") == "system")
    parts = _SOURCE.split(told)
    asked = _words(_last_text(messages))
    best = 0, 0, ""
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        for sentence in map(str.strip, _SENTENCE.split(text)):
            score = len(asked & _words(sentence)), -int(number), sentence
            if not sentence.startswith("#") and score[:2] > best[:2]:
                best = score
    return f"{best[2]} [{-best[1]}]" if best[0] else None


def _judge(schema: Mapping[str, Any], text: str) -> JsonValue:
    """How many of a question's words stand in each of the texts that are to be scored."""
    found = _TO_JUDGE.search(text)
    if not found or "scores" not in schema.get("properties", {}):
        return None
    asked = _words(found[1])
    parts = _NUMBERED.split(found[2])
    return {
        "scores": [
            {"number": int(number), "score": _share(asked, _words(each))}
            for number, each in zip(parts[1::2], parts[2::2], strict=True)
        ]
    }


def _share(asked: set[str], words: set[str]) -> float:
    return round(len(asked & words) / max(len(asked), 1), 2)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[:MAX_SHOWN]}…"
