"""An OpenAI-compatible server in a process of its own, which counts what it is asked.

    python -m tests.model_stub PORT FOLDER

It answers as the demo model does. Models whose names begin otherwise misbehave: `broken` answers
500, `busy` 429, `refuses` 401, `sloppy` JSON that fits no schema until somebody complains, `slow`
takes 150 ms before it answers, `windy` says as much as it may, `tires` refuses the third call, `useless` gives pictures that are gone and a vector too few, `drafter`
draws graphs as real models do.
"""

import asyncio
import json
import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from activities.ai.calls.demo import CHARS_PER_TOKEN, DemoAnswer, answer, count_tokens, text_of
from local.ports import HOST, free_port
from tests import drafting_model

SLOW_S = 0.15
TIRES_AT = 3
WINDY_TOKENS = 10_000
PICTURE = b"\x89PNG of the stub"
SOUND = b"RIFF of the stub"
ERRORS = {"broken": 500, "busy": 429, "refuses": 401, "missing": 404, "refused": 400}


class Stub:
    """What a test knows of the server."""

    def __init__(self, port: int, folder: Path) -> None:
        self.url = f"http://{HOST}:{port}/v1"
        self.port = port
        self._log = folder / "calls.jsonl"

    @property
    def calls(self) -> list[dict[str, Any]]:
        """All requests, also those that nobody waited for the answer of."""
        if not self._log.exists():
            return []
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    def forget(self) -> None:
        self._log.unlink(missing_ok=True)


@contextmanager
def model_stub(folder: Path) -> Generator[Stub]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.model_stub", str(port), str(folder)])
    try:
        _wait(port)
        yield Stub(port, folder)
    finally:
        process.kill()
        process.wait(10)


def _wait(port: int) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            with urlopen(f"http://{HOST}:{port}/health", timeout=1):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _media_routes(log: Path) -> list[Route]:
    async def images(request: Request) -> Response:
        asked = await request.json()
        with log.open("a") as file:
            file.write(json.dumps(asked) + "\n")
        if asked["model"] in ERRORS:
            return _error(asked["model"])
        usage = {"input_tokens": 5, "output_tokens": 7, "total_tokens": 12}
        data = [{"b64_json": b64encode(PICTURE).decode()}] * asked.get("n", 1)
        if asked["model"] == "useless":
            data = [{"url": "http://127.0.0.1:1/gone"}]
        return JSONResponse({"created": 1, "data": data, "usage": usage})

    async def speech(request: Request) -> Response:
        asked = await request.json()
        with log.open("a") as file:
            file.write(json.dumps(asked) + "\n")
        return Response(SOUND, media_type="audio/wav")

    async def transcriptions(request: Request) -> Response:
        form = await request.form()
        file: Any = form["file"]
        return JSONResponse({"text": f"The stub heard {len(await file.read())} bytes."})

    return [
        Route("/v1/images/generations", images, methods=["POST"]),
        Route("/v1/audio/speech", speech, methods=["POST"]),
        Route("/v1/audio/transcriptions", transcriptions, methods=["POST"]),
    ]


def make_app(folder: Path) -> Starlette:
    log = folder / "calls.jsonl"

    async def chat(request: Request) -> Response:
        asked = await request.json()
        note = {"authorization": request.headers.get("authorization"), **asked}
        with log.open("a") as file:
            file.write(json.dumps(note) + "\n")
        model: str = asked["model"]
        if fault := _fault(model, log):
            return fault
        if model.startswith("slow"):
            await asyncio.sleep(SLOW_S)
        said = _said(asked)
        if asked.get("stream"):
            return StreamingResponse(_events(asked, said), media_type="text/event-stream")
        return JSONResponse(_whole(asked, said))

    async def embeddings(request: Request) -> Response:
        asked = await request.json()
        with log.open("a") as file:
            file.write(json.dumps(asked) + "\n")
        texts: list[str] = asked["input"]
        data = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), 1.0]}
            for at, text in enumerate(texts)
        ]
        data = data[asked["model"] == "useless" :]
        tokens = sum(map(count_tokens, texts))
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return JSONResponse({"object": "list", "data": data, "model": "e", "usage": usage})

    async def models(request: Request) -> Response:
        data = [{"id": name, "object": "model"} for name in ("slow", "plain")]
        return JSONResponse({"object": "list", "data": data})

    async def health(request: Request) -> Response:
        return Response("ok")

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/v1/embeddings", embeddings, methods=["POST"]),
            *_media_routes(log),
            Route("/v1/models", models),
            Route("/health", health),
        ]
    )


def _fault(model: str, log: Path) -> Response | None:
    if model == "tires" and len(log.read_text().splitlines()) == TIRES_AT:
        return _error("refuses")
    return _error(model) if model in ERRORS else None


def _error(model: str) -> Response:
    status = ERRORS[model]
    headers = {"Retry-After": "7"} if model == "busy" else {}
    said = {"error": {"message": f"The stub says {model}.", "type": model, "code": model}}
    return JSONResponse(said, status_code=status, headers=headers)


def _said(asked: dict[str, Any]) -> DemoAnswer:
    form: dict[str, Any] = asked.get("response_format") or {}
    schema: dict[str, Any] | None = form.get("json_schema", {}).get("schema")
    complained = any("does not fit" in text_of(each) for each in asked["messages"])
    if asked["model"] == "sloppy" and not complained:
        return DemoAnswer('```json\n{"nothing": "fits"}\n```')
    if asked["model"] == "drafter":
        return DemoAnswer(drafting_model.say(asked["messages"]))
    if asked["model"] == "hopeless":
        return DemoAnswer("no JSON at all")
    if asked["model"] == "windy":
        return DemoAnswer(
            "x" * CHARS_PER_TOKEN * min(WINDY_TOKENS, asked.get("max_tokens") or WINDY_TOKENS)
        )
    return answer(asked["messages"], asked.get("tools") or (), schema)


def _usage(asked: dict[str, Any], said: DemoAnswer) -> dict[str, int]:
    prompt = sum(count_tokens(text_of(message)) for message in asked["messages"])
    told = count_tokens(said.text) + sum(count_tokens(str(call)) for call in said.calls)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": told,
        "total_tokens": prompt + told,
    }


def _calls(said: DemoAnswer) -> list[dict[str, Any]]:
    return [
        {
            "index": at,
            "id": f"call_{uuid4().hex[:8]}",
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps(call.arguments)},
        }
        for at, call in enumerate(said.calls)
    ]


def _reason(asked: dict[str, Any], said: DemoAnswer) -> str:
    if said.calls:
        return "tool_calls"
    is_full = count_tokens(said.text) >= (asked.get("max_tokens") or WINDY_TOKENS + 1)
    return "length" if is_full else "stop"


def _whole(asked: dict[str, Any], said: DemoAnswer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None}
    if said.calls:
        message["tool_calls"] = _calls(said)
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": _reason(asked, said)}],
        "usage": _usage(asked, said),
    }


async def _events(asked: dict[str, Any], said: DemoAnswer) -> AsyncGenerator[str]:
    base = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": asked["model"]}

    def event(delta: dict[str, Any], reason: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return f"data: {json.dumps({**base, 'choices': choices, **more})}\n\n"

    yield event({"role": "assistant", "content": ""})
    for word in re.findall(r"\S+\s*", said.text):
        yield event({"content": word})
    if said.calls:
        yield event({"tool_calls": _calls(said)})
    yield event({}, _reason(asked, said))
    yield f"data: {json.dumps({**base, 'choices': [], 'usage': _usage(asked, said)})}\n\n"
    yield "data: [DONE]\n\n"


if __name__ == "__main__":
    uvicorn.run(make_app(Path(sys.argv[2])), host=HOST, port=int(sys.argv[1]), log_level="error")
