"""The other side of a call: notes what it was sent, and answers as it is told."""

from dataclasses import dataclass, field
from typing import Any

import httpx2
import orjson

from noria.credentials import Credential
from tests.activities.fakes import FakeContext


@dataclass
class Stub:
    """Answers with `answers` in order, the last one again and again."""

    answers: list[httpx2.Response] = field(
        default_factory=lambda: [httpx2.Response(200, json={"ok": True})]
    )
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])

    def context(self, credentials: dict[str, Credential], **of: Any) -> FakeContext:
        transport = httpx2.MockTransport(self._answer)
        return FakeContext(httpx2.AsyncClient(transport=transport), credentials=credentials, **of)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def request(self) -> httpx2.Request:
        """The only one."""
        [request] = self.requests
        return request

    @property
    def json(self) -> Any:
        return orjson.loads(self.request.content)


def says(status: int = 200, body: Any = None, **headers: str) -> Stub:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Stub([httpx2.Response(status, json=body, headers=named)])
