"""What a chat model does whom a copilot asks, with the ways of real ones: words around the JSON, a first
graph with mistakes in it, and no memory but the conversation that it is sent.
"""

import json
import re
from typing import Any, cast

from activities.ai.calls.demo import text_of

Message = dict[str, Any]

_LINE = re.compile(r"- (\S+) (\S*): .*did you mean '([^']+)'", re.MULTILINE)
_THOUGHT = "<think>A person wants a workflow. {} is how graphs begin.</think>\n"
FORGOT = "I don't know which graph you mean."


def say(messages: list[Message]) -> str:
    """The next thing that it says."""
    system, asked = text_of(messages[0]), text_of(messages[-1])
    told = "\n".join(map(text_of, messages))
    if asked.startswith("The compiler refuses this graph"):
        return _mended(messages, asked)
    if "Explain the graph" in told:
        graph = _present(asked)
        names = ", ".join(node["id"] for node in graph["nodes"])
        return f"## What it does\n\nIt goes from one step to the next: {names}."
    if "A run of the graph failed" in told:
        return _repaired(_present(asked), asked)
    return _drafted(_present(asked), system + told)


def _drafted(graph: dict[str, Any], known: str) -> str:
    """Asks for a page before the end. It believes what it was told of fields, and misspells its type."""
    url = "url" if "http.request" in known and "url*" in known else "address"
    fetch = {
        "id": "fetch", "type": "http.reqest", "name": "Fetch the order",
        "config": {url: "https://shop.example/orders/{{ trigger.id }}", "method": "GET"},
    }  # fmt: skip
    nodes = [*graph["nodes"], fetch]
    for node in nodes:
        if node["type"] == "end":
            node["config"] = {"outptu": "{{ steps.fetch.output.body }}"}
    edges = [{"from": "start", "to": "fetch"}, {"from": "fetch", "to": "done"}]
    drawn = {"nodes": nodes, "edges": edges}
    return _THOUGHT + _written("I added a request before the end.", drawn)


def _mended(messages: list[Message], complaint: str) -> str:
    before = [text_of(each) for each in messages if each["role"] == "assistant"]
    try:
        graph = cast("dict[str, Any]", json.loads(before[-1])["graph"])
    except (IndexError, KeyError, ValueError):
        return FORGOT
    nodes = {node["id"]: node for node in graph["nodes"]}
    for node_id, field, right in _LINE.findall(complaint):
        node = nodes[node_id]
        if field in ("", "/type"):
            node["type"] = right
        else:
            config = node["config"]
            config[right] = config.pop(field.removeprefix("/"))
    return _written("You are right; these names were wrong.", graph)


def _repaired(graph: dict[str, Any], asked: str) -> str:
    """Does what the failure says of the address, and none of what else stands there."""
    found = re.search(r"moved to (https://[^\s\"\\]*\w)", asked)
    for node in graph["nodes"]:
        if found and node["type"] == "http.request":
            node["config"]["url"] = found[1]
    return _written("The shop has moved; the request asked the old address.", graph)


def _written(text: str, graph: dict[str, Any]) -> str:
    answer = json.dumps({"text": text, "graph": graph}, indent=2)
    return (
        f"Here is what I propose:\n\n```json\n{answer}\n```\n\nTell me if it should be otherwise!"
    )


def _present(asked: str) -> dict[str, Any]:
    begin = asked.index("The present graph:\n") + len("The present graph:\n")
    return json.JSONDecoder().raw_decode(asked[begin:])[0]
