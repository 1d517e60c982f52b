"""`python -m benchmarks.tokens`: how long a model's word takes to who watches, on the run page and in a chat.

The model is a server beside it that says what time it is, a word every 50 ms: what a word says is when it
left the model, and it counts when it is in the client's hands, through LiteLLM, the worker, PostgreSQL's
notices, the API and its server-sent events. All clocks are this machine's.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Generator
from typing import Any
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from benchmarks.api import Api
from benchmarks.live import Latency, latency
from benchmarks.platform import Platform
from benchmarks.with_model import main, model_worker
from local.ports import HOST

WORDS = 60
EVERY_S = 0.05
FIRST_S = 1.0
"""Before the first word, so that somebody watches by then."""
TARGET_MS = 200
GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "ask",
            "type": "llm.chat",
            "config": {
                "model": "openai_compatible/clock",
                "credential": "Clock",
                "prompt": "What time is it?",
            },
        },
        {"id": "done", "type": "end", "config": {"output": "{{ steps.ask.output.text }}"}},
    ],
    "edges": [{"from": "start", "to": "ask"}, {"from": "ask", "to": "done"}],
}


def serve_model(port: int) -> None:
    """OpenAI's protocol; all answers are streams."""

    async def chat(request: Request) -> Response:
        await request.json()
        return StreamingResponse(_words(), media_type="text/event-stream")

    async def live(request: Request) -> Response:
        return Response("ok")

    routes = [Route("/v1/chat/completions", chat, methods=["POST"]), Route("/", live)]
    uvicorn.run(Starlette(routes=routes), host=HOST, port=port, log_level="warning")


async def _words() -> AsyncGenerator[str]:
    base = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "clock"}
    await asyncio.sleep(FIRST_S)
    for _ in range(WORDS):
        yield _event(base, {"content": f"{time.time():.4f} "}, None)
        await asyncio.sleep(EVERY_S)
    yield _event(base, {}, "stop")
    yield "data: [DONE]\n\n"


def _event(base: dict[str, Any], delta: dict[str, Any], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"


class Reader:
    """A browser's part."""

    def __init__(self, platform: Platform) -> None:
        self._http = platform.http()

    def lags(self, path: str) -> Generator[float]:
        """Milliseconds, for each word that came while the stream was open."""
        began, rest = time.time(), ""
        with self._http.stream("GET", path) as stream:
            stream.raise_for_status()
            name = ""
            for line in stream.iter_lines():
                if line.startswith("event:"):
                    name = line.removeprefix("event:").strip()
                elif line.startswith("data:") and name == "piece":
                    arrived = time.time()
                    said = rest + json.loads(line.removeprefix("data:"))["text"]
                    *whole, rest = said.split(" ")
                    times = [float(word) for word in whole if word]
                    yield from ((arrived - each) * 1_000 for each in times if each > began)


def measure(platform: Platform, rounds: int) -> None:
    with model_worker(platform, "benchmarks.tokens", "Clock"):
        api, reader = Api(platform), Reader(platform)
        workflow_id = api.publish("Clock", GRAPH)
        chat = api.add(workflow_id, "chat", {"title": "Clock"})
        api.ask("POST", f"/workflows/{workflow_id}/runs?wait=60", {"input": {}})
        _show("run page", [lag for _ in range(rounds) for lag in _run(api, reader, workflow_id)])
        _show("chat", [lag for _ in range(rounds) for lag in _talk(api, reader, chat["id"])])


def _run(api: Api, reader: Reader, workflow_id: str) -> list[float]:
    run = api.ask("POST", f"/workflows/{workflow_id}/runs", {"input": {}})
    return list(reader.lags(f"/runs/{run['id']}/pieces"))


def _talk(api: Api, reader: Reader, chat_id: str) -> list[float]:
    conversations = f"/chats/{chat_id}/conversations"
    place = f"{conversations}/{api.ask('POST', conversations)['id']}/turns"
    turn_id = str(uuid4())
    api.ask("POST", place, {"id": turn_id, "text": "What time is it?"})
    return list(reader.lags(f"{place}/{turn_id}/events"))


def _show(name: str, samples: list[float]) -> None:
    found: Latency = latency(samples)
    print(
        f"{name:<10} p50 {found.median:5.0f} ms   p95 {found.p95:5.0f} ms   "
        f"{found.count} words, target {TARGET_MS} ms",
        flush=True,
    )


if __name__ == "__main__":
    main("benchmarks.tokens", __doc__, serve_model, measure, rounds=3)
