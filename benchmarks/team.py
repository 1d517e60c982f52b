"""`python -m benchmarks.team`: a supervisor and three agents whose model takes 200 ms.

Each run is four decisions and three answers, one after another: 1.4 s are the model's own. What is above
them is ours. CPU is what each process used for one run.
"""

import asyncio
import json
import statistics
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import psutil
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from activities.ai.calls.demo import DemoAnswer, answer
from benchmarks.api import Api
from benchmarks.platform import Platform
from benchmarks.with_model import main, model_worker
from local.ports import HOST

MODEL_S = 0.2
MODEL = {"model": "openai_compatible/slow", "credential": "Stub"}
TURNS = (
    '[[say {"next": "finder", "task": "Find."}]]',
    '[[say {"next": "writer", "task": "Write."}]]',
    '[[say {"next": "critic", "task": "Judge."}]]',
    '[[say {"next": "finish", "answer": "Tides, in short."}]]',
)
MEMBERS = {"finder": "[[say Facts.]]", "writer": "[[say A text.]]", "critic": "[[say Good.]]"}
GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "team", "type": "multi_agent", "config": {"input": "\n".join(TURNS), **MODEL}},
        *(
            {
                "id": name,
                "type": "agent",
                "parent": "team",
                "config": {"instructions": told, **MODEL},
            }
            for name, told in MEMBERS.items()
        ),
        {"id": "done", "type": "end", "config": {"output": "{{ steps.team.output }}"}},
    ],
    "edges": [{"from": "start", "to": "team"}, {"from": "team", "to": "done"}],
}


def serve_model(port: int) -> None:
    """OpenAI's protocol, with the demo model's answers after 200 ms."""

    async def chat(request: Request) -> Response:
        asked = await request.json()
        await asyncio.sleep(MODEL_S)
        form: dict[str, Any] = asked.get("response_format") or {}
        said = answer(asked["messages"], (), form.get("json_schema", {}).get("schema"))
        if asked.get("stream"):
            return StreamingResponse(_events(said), media_type="text/event-stream")
        message = {"role": "assistant", "content": said.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse({**_base("chat.completion"), "choices": [choice], "usage": USAGE})

    async def live(request: Request) -> Response:
        return Response("ok")

    routes = [Route("/v1/chat/completions", chat, methods=["POST"]), Route("/", live)]
    uvicorn.run(Starlette(routes=routes), host=HOST, port=port, log_level="warning")


USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _base(kind: str) -> dict[str, Any]:
    return {"id": "1", "object": kind, "created": 1, "model": "slow"}


async def _events(said: DemoAnswer) -> AsyncGenerator[str]:
    base = _base("chat.completion.chunk")
    for word in said.text.split(" "):
        choice: dict[str, Any] = {
            "index": 0,
            "delta": {"content": f"{word} "},
            "finish_reason": None,
        }
        yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"
    choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"
    yield f"data: {json.dumps({**base, 'choices': [], 'usage': USAGE})}\n\n"
    yield "data: [DONE]\n\n"


def cpu_s() -> dict[str, float]:
    """So far, of each process below this one, by its command."""
    used: dict[str, float] = {}
    for child in psutil.Process().children(recursive=True):
        try:
            times, words = child.cpu_times(), child.cmdline()
        except psutil.Error:
            continue
        module = words[words.index("-m") + 1] if "-m" in words else _program(words)
        used[module] = used.get(module, 0.0) + times.user + times.system
    return used


def _program(words: list[str]) -> str:
    """PostgreSQL's processes say after a colon what they do."""
    return Path(words[0].partition(":")[0]).name if words else ""


def measure(platform: Platform, rounds: int) -> None:
    with model_worker(platform, "benchmarks.team", "Stub"):
        api = Api(platform)
        workflow_id = api.publish("Team", GRAPH)
        path = f"/workflows/{workflow_id}/runs?wait=60"
        print(f"the first run, imports included: {run(api, path):.1f} s", flush=True)
        before = cpu_s()
        took = [run(api, path) for _ in range(rounds)]
        spent = {name: (used - before.get(name, 0.0)) / rounds for name, used in cpu_s().items()}
        print(
            f"{rounds} runs: {statistics.median(took):.2f} s (median), {max(took):.2f} s (most); "
            f"7 calls of a model that takes {MODEL_S * 1_000:.0f} ms, target under 10 s"
        )
        for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
            if seconds >= 0.005:
                print(f"  {name:<20}{seconds * 1_000:>8.0f} ms of CPU a run")


def run(api: Api, path: str) -> float:
    """Seconds from the request to the answer."""
    began = time.perf_counter()
    ended = api.ask("POST", path, {"input": {}})
    took = time.perf_counter() - began
    if ended["status"] != "succeeded":
        raise SystemExit(f"The run did not end well: {ended['status']} {ended['error']}")
    return took


if __name__ == "__main__":
    main("benchmarks.team", __doc__, serve_model, measure, rounds=5)
