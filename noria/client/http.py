"""One connection to the API: signs in, sends, follows events, turns refusals into errors."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
from pydantic import BaseModel, ValidationError

from noria.client.errors import error_of, unreachable
from noria.client.records import Page, RunEvent
from noria.errors import Invalid, Unauthenticated, Unavailable

TIMEOUT_SECONDS = 30.0
MAX_RECONNECTS = 10
"""How often in a row a stream of events may break before we give up."""
MAX_PAUSE_SECONDS = 5.0
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

A = TypeVar("A", bound=BaseModel)


def checked_run_id(text: str) -> str:
    """Checked here, as it becomes part of a path.

    Raises:
        Invalid: Not an id.
    """
    if not ID.fullmatch(text):
        raise Invalid(f"{text!r} is not the id of a run: copy one from `noria runs`.")
    return text


def once(key: str | None) -> dict[str, str]:
    """Headers by which what the connection repeats is done once; of one call, where none is given."""
    return {"Idempotency-Key": key or uuid4().hex}


def run_path(run_id: str, what: str) -> str:
    """The address of something of a run."""
    return f"runs/{checked_run_id(run_id)}/{what}"


@dataclass(frozen=True)
class SignIn:
    """Who we are: an API key, or email and password."""

    api_key: str | None = None
    email: str | None = None
    password: str | None = None
    workspace: str | None = None
    """Its id, where an account has several."""


class Connection:
    """Not to be shared between threads."""

    def __init__(
        self,
        url: str,
        sign_in: SignIn,
        *,
        transport: httpx2.BaseTransport | None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """
        Raises:
            Invalid: The URL is none, or a key holds what headers do not carry.
        """
        self.url = url.rstrip("/")
        self._sign_in = sign_in
        self._pause = pause
        headers = {"X-Workspace": sign_in.workspace} if sign_in.workspace else {}
        if sign_in.api_key:
            headers["Authorization"] = f"Bearer {sign_in.api_key}"
        try:
            parts = urlsplit(self.url)
            base = httpx2.URL(f"{self.url}/api/v1/")
            # A proxy of the environment is of no use to reach this machine.
            self._http = httpx2.Client(
                base_url=base,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                transport=transport,
                trust_env=base.host not in _THIS_MACHINE,
            )
        except (httpx2.InvalidURL, ValueError) as error:
            raise Invalid(f"{url!r} or the API key can't be used: {error}.") from error
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Invalid(f"{url!r} is not the URL of a Noria: write http://host:port.")

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, path: str, answer: type[A], **more: Any) -> A:
        """Send, and read the answer as a record."""
        return self._read(self.send(method, path, **more), answer)

    def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """
        Raises:
            NoriaError: The one that the API named.
        """
        response = self._send_signed_in(method, path, stream=False, more=more)
        if response.is_error:
            raise error_of(response)
        return response

    def pages(self, path: str, query: Mapping[str, str | None], page: type[Page[A]]) -> Iterator[A]:
        """The items of all pages; a page is asked for when its first item is."""
        params = {name: value for name, value in query.items() if value is not None}
        while True:
            answer = self.ask("GET", path, page, params=params)
            yield from answer.items
            if answer.next_cursor is None:
                return
            params["cursor"] = answer.next_cursor

    def follow(self, path: str) -> Iterator[RunEvent]:
        """Events until the one that ends the run; a connection that breaks is made again.

        Raises:
            Unavailable: It broke ten times in a row.
        """
        last, breaks = 0, 0
        while True:
            try:
                for event in self._events(path, last):
                    last, breaks = event.seq, 0
                    yield event
                    if event.run is not None and event.run.has_ended:
                        return
            except Unavailable:
                if breaks >= MAX_RECONNECTS:
                    raise
            breaks += 1
            if breaks > MAX_RECONNECTS:
                raise Unavailable(f"Noria at {self.url} breaks off the events of the run.")
            self._pause(min(0.1 * 2**breaks, MAX_PAUSE_SECONDS))

    def _events(self, path: str, last: int) -> Iterator[RunEvent]:
        headers = {"Last-Event-ID": str(last)} if last else {}
        response = self._send_signed_in("GET", path, stream=True, more={"headers": headers})
        try:
            if response.is_error:
                response.read()
                raise error_of(response)
            for event in httpx2.EventSource(response):
                if event.data:
                    yield RunEvent.model_validate_json(event.data)
        except httpx2.TransportError as error:
            raise unreachable(self.url, error) from error
        finally:
            response.close()

    def _send_signed_in(
        self, method: str, path: str, *, stream: bool, more: Mapping[str, Any]
    ) -> httpx2.Response:
        """An access token lives ten minutes: on a refusal sign in once more, where we can."""
        if "Authorization" not in self._http.headers:
            self._get_token()
        response = self._send(method, path, stream=stream, more=more)
        if response.status_code == HTTPStatus.UNAUTHORIZED and not self._sign_in.api_key:
            response.close()
            self._get_token()
            response = self._send(method, path, stream=stream, more=more)
        return response

    def _send(
        self, method: str, path: str, *, stream: bool, more: Mapping[str, Any]
    ) -> httpx2.Response:
        try:
            return self._http.send(self._http.build_request(method, path, **more), stream=stream)
        except httpx2.TransportError as error:
            raise unreachable(self.url, error) from error

    def _get_token(self) -> None:
        if not self._sign_in.email:
            raise Unauthenticated(
                "Say who you are: set NORIA_API_KEY, or NORIA_EMAIL and NORIA_PASSWORD."
            )
        body = {"email": self._sign_in.email, "password": self._sign_in.password or ""}
        response = self._send("POST", "auth/sign-in", stream=False, more={"json": body})
        if response.is_error:
            raise error_of(response)
        token = self._read(response, _Token)
        self._http.headers["Authorization"] = f"Bearer {token.access_token}"

    def _read(self, response: httpx2.Response, answer: type[A]) -> A:
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise Unavailable(
                f"{response.url} does not answer as Noria does: is {self.url!r} the right URL, "
                "and its version that of this client?"
            ) from error


class _Token(BaseModel):
    access_token: str
