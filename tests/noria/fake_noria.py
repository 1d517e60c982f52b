"""The API as far as the client and the command line use it, in memory."""

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx2

WORKFLOW_ID = "00000000-0000-0000-0000-00000000000a"
RUN_ID = "00000000-0000-0000-0000-000000000001"
EMAIL, PASSWORD = "owner@example.com", "correct horse"

Answer = Callable[[httpx2.Request], httpx2.Response]


def problem(status: int, code: str, detail: str, **more: Any) -> httpx2.Response:
    """Problem details as the API sends them."""
    return httpx2.Response(status, json={"detail": detail, "code": code, **more})


def run_json(status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {
        "id": RUN_ID,
        "status": status,
        "workflow_id": WORKFLOW_ID,
        "workflow_name": "Orders",
        "version": 1,
        "created_at": "2026-05-01T12:00:00Z",
        **more,
    }


def step_json(status: str = "succeeded", **more: Any) -> dict[str, Any]:
    return {
        "attempt": 1,
        "status": status,
        "started_at": "2026-05-01T12:00:00Z",
        "finished_at": "2026-05-01T12:00:01.5Z",
        **more,
    }


def events(*each: dict[str, Any]) -> httpx2.Response:
    """A stream of server-sent events that then breaks off."""
    text = "".join(
        f"event: {'run' if 'run' in event else 'step'}\nid: {event['seq']}\n"
        f"data: {json.dumps(event)}\n\n"
        for event in each
    )
    return httpx2.Response(200, text=text, headers={"content-type": "text/event-stream"})


class FakeNoria:
    """Answers what it was given for `METHOD path`; a list is given one after the other."""

    def __init__(self) -> None:
        self.requests: list[httpx2.Request] = []
        self.tokens: list[str] = []
        self.needs_token = False
        self.answers: dict[str, httpx2.Response | list[httpx2.Response] | Answer] = {}

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        path = request.url.path.removeprefix("/api/v1/")
        if path == "auth/sign-in":
            return self._sign_in(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.needs_token and token not in self.tokens:
            return problem(401, "unauthenticated", "The access token has expired.")
        answer = self.answers.get(f"{request.method} {path}")
        if answer is None:
            return problem(404, "not_found", f"There is no page '{path}'.")
        if isinstance(answer, httpx2.Response):
            return answer
        return answer(request) if callable(answer) else answer.pop(0)

    def _sign_in(self, request: httpx2.Request) -> httpx2.Response:
        if json.loads(request.content) != {"email": EMAIL, "password": PASSWORD}:
            return problem(401, "unauthenticated", "This email and password do not fit.")
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        return httpx2.Response(200, json={"access_token": self.tokens[-1]})

    def sent(self, number: int = -1) -> Any:
        """The JSON of a request."""
        return json.loads(self.requests[number].content)

    @contextmanager
    def serve(self) -> Generator[str]:
        """On a port of this machine, for programs; gives the URL."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                url = f"http://{self.headers['host']}{self.path}"
                request = httpx2.Request(
                    self.command, url, headers=dict(self.headers.items()), content=body
                )
                response = fake(request)
                self.send_response(response.status_code)
                for name in ("content-type", "retry-after"):
                    if name in response.headers:
                        self.send_header(name, response.headers[name])
                self.send_header("content-length", str(len(response.content)))
                self.end_headers()
                self.wfile.write(response.content)

            do_DELETE = do_GET = do_PATCH = do_POST = do_PUT = answer  # noqa: N815 # http.server's names

            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
