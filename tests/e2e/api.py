"""A small client that keeps trying while servers are being killed under it."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2

from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD

PATIENCE_S = 90
FINAL = {"succeeded", "failed", "cancelled"}


class Api:
    """Signs in by itself and again when its token has expired."""

    def __init__(self, url: str) -> None:
        self._http = httpx2.Client(base_url=url, timeout=60, trust_env=False)
        self._token = ""

    def close(self) -> None:
        self._http.close()

    def request(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """Until an answer below 500 comes, for at most `PATIENCE_S`."""
        return _until_answered(f"{method} {path}", lambda: self._send(method, path, **options))

    def deliver(self, path: str, body: object, key: str) -> str:
        """Send a webhook's message until it is accepted; gives the run's id."""
        headers = {"Idempotency-Key": key}
        answer = _until_answered(path, lambda: self._http.post(path, json=body, headers=headers))
        assert answer.is_success, answer.text
        return answer.json()["run_id"]

    def _send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        headers: dict[str, str] = {**options.pop("headers", {})}
        headers["Authorization"] = f"Bearer {self._token or self._sign_in()}"
        answer = self._http.request(method, "/api/v1" + path, headers=headers, **options)
        if answer.status_code == 401 and self._token:
            self._token = ""
            return self._send(method, path, headers=headers, **options)
        return answer

    def _sign_in(self) -> str:
        answer = self._http.post(
            "/api/v1/auth/sign-in", json={"email": OWNER_EMAIL, "password": OWNER_PASSWORD}
        )
        if answer.status_code >= 500:
            raise httpx2.TransportError(answer.text)
        assert answer.status_code == 200, answer.text
        self._token = answer.json()["access_token"]
        return self._token

    def asks_well(self, path: str) -> bool:
        """Whether one try, and no other, is answered as it should be."""
        try:
            return self._send("GET", path).is_success
        except httpx2.TransportError:
            return False

    def json(self, method: str, path: str, **options: Any) -> Any:
        answer = self.request(method, path, **options)
        assert answer.is_success, f"{method} {path} → {answer.status_code} {answer.text}"
        return answer.json()

    def publish(self, name: str, graph: dict[str, Any]) -> str:
        """Create and publish; gives the workflow's id."""
        created = self.json("POST", "/workflows", json={"name": name, "graph": graph})
        self.json("POST", f"/workflows/{created['id']}/publish")
        return created["id"]

    def start(self, workflow_id: str, value: Any) -> str:
        """Start a run, once however often it has to be asked for."""
        headers = {"Idempotency-Key": str(uuid4())}
        path = f"/workflows/{workflow_id}/runs"
        return self.json("POST", path, json={"input": value}, headers=headers)["id"]

    def wait(self, run_id: str, *, timeout_s: float = 120) -> dict[str, Any]:
        """The run, once its status is final."""
        return self.until(run_id, lambda run: run["status"] in FINAL, timeout_s=timeout_s)

    def until(
        self, run_id: str, good: Callable[[dict[str, Any]], bool], *, timeout_s: float = 60
    ) -> dict[str, Any]:
        deadline = time.monotonic() + timeout_s
        while True:
            run = self.json("GET", f"/runs/{run_id}")
            if good(run):
                return run
            if time.monotonic() > deadline:
                raise AssertionError(f"run {run_id} is still {run['status']!r}")
            time.sleep(0.25)


def _until_answered(what: str, ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            answer = ask()
            if answer.status_code < 500:
                return answer
            trouble = answer.text
        except httpx2.TransportError as error:
            trouble = repr(error)
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: {trouble}")
        time.sleep(0.2)
