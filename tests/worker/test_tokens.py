"""OAuth 2 tokens, got and renewed from a real server of this machine; one asks, however many want."""

import asyncio
import base64
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx2
import orjson
import pytest

from activities.guard import Guard, HostRefused
from activities.signing import header_of
from activities.transport import guarded_client
from noria.credential_types.oauth2 import OAuth2CodeFields
from noria.errors import NodeFailed, NodeUnavailable
from noria.keys import KeyRing
from store.accounts import add_owner
from store.credentials import CredentialChange, add_credential
from store.database import Database
from store.sealing import Sealer
from tests.activities.internet import Received, Service, http
from worker.credentials import DatabaseCredentials
from worker.tokens import TokenServer

SEALER = Sealer(KeyRing({"k1": b"1" * 32}))
CLIENT_SECRET = "cl1ent s3cr3t&"


class Provider:
    """A token server whose refresh tokens are good once, as those of careful services are."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.headers: list[str] = []
        self.refresh = "r1"
        self.expires_in: Any = 3600
        self.status = 200
        self.service = Service(self._answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.service.port}/token"

    async def _answer(self, request: Received) -> bytes:
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        self.asked.append(form)
        self.headers.append(request.headers.get("authorization", ""))
        await asyncio.sleep(0.05)
        if self.status != 200:
            return http(self.status, b"it was " + CLIENT_SECRET.encode())
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.refresh:
            return http(400, b'{"error": "invalid_grant"}', content_type="application/json")
        number = len(self.asked)
        said: dict[str, Any] = {"access_token": f"token-{number}", "expires_in": self.expires_in}
        if form["grant_type"] != "client_credentials":
            self.refresh = f"r{number + 1}"
            said["refresh_token"] = self.refresh
        return http(200, orjson.dumps(said), content_type="application/json")


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    made = Provider()
    async with await made.service.start():
        yield made


@pytest.fixture
async def client() -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(trust_env=False) as made:
        yield made


async def add(database: Database, provider: Provider, kind: str, **secrets: Any) -> str:
    public: dict[str, Any] = {"token_url": provider.url, "client_id": "noria:1", "scope": "a b"}
    if kind == "oauth2_code":
        public["authorize_url"] = "https://id.example/authorize"
        ended = datetime.now(UTC) - timedelta(hours=1)
        public["expires_at"] = ended.isoformat()
    async with database.sessions.begin() as session:
        owner = await add_owner(
            session, email="o@noria.example", password_hash="-", workspace_name="Home"
        )
        await add_credential(
            session, SEALER, workspace_id=owner.workspace_id, account_id=owner.account_id,
            type_name=kind,
            new=CredentialChange(
                name="Shop", public=public, secrets={"client_secret": CLIENT_SECRET} | secrets
            ),
        )  # fmt: skip
    return str(owner.workspace_id)


def worker(database: Database, client: httpx2.AsyncClient) -> DatabaseCredentials:
    return DatabaseCredentials(database, SEALER, tokens=TokenServer(client))


async def token(opening: DatabaseCredentials, workspace_id: str) -> str:
    found = await opening.open(workspace_id, "Shop")
    assert found is not None
    return header_of(found)[1]


async def test_an_application_gets_a_token_and_all_workers_share_it(
    database: Database, provider: Provider, client: httpx2.AsyncClient
) -> None:
    workspace_id = await add(database, provider, "oauth2_client")
    workers = [worker(database, client) for _ in range(6)]
    tokens = await asyncio.gather(*(token(each, workspace_id) for each in workers))

    assert set(tokens) == {"Bearer token-1"}
    assert provider.asked == [{"grant_type": "client_credentials", "scope": "a b"}]
    pair = base64.b64decode(provider.headers[0].removeprefix("Basic ")).decode()
    assert pair == "noria%3A1:cl1ent+s3cr3t%26"


async def test_a_refresh_token_that_is_good_once_is_used_once(
    database: Database, provider: Provider, client: httpx2.AsyncClient
) -> None:
    workspace_id = await add(
        database, provider, "oauth2_code", refresh_token="r1", access_token="old"
    )
    workers = [worker(database, client) for _ in range(6)]
    tokens = await asyncio.gather(*(token(each, workspace_id) for each in workers))
    again = await token(worker(database, client), workspace_id)

    assert set(tokens) | {again} == {"Bearer token-1"}
    assert [form["refresh_token"] for form in provider.asked] == ["r1"]


async def test_a_token_that_ends_soon_is_renewed_with_the_newest_refresh_token(
    database: Database, provider: Provider, client: httpx2.AsyncClient
) -> None:
    provider.expires_in = 30
    workspace_id = await add(database, provider, "oauth2_code", refresh_token="r1")

    tokens = [await token(worker(database, client), workspace_id) for _ in range(3)]

    assert tokens == ["Bearer token-1", "Bearer token-2", "Bearer token-3"]


async def test_a_refusal_says_what_to_do_and_nothing_of_the_secret(
    database: Database, provider: Provider, client: httpx2.AsyncClient
) -> None:
    workspace_id = await add(database, provider, "oauth2_code", refresh_token="stolen")

    with pytest.raises(NodeFailed, match=r"refused \(invalid_grant\)"):
        await token(worker(database, client), workspace_id)
    provider.status = 401
    with pytest.raises(NodeFailed, match=r"refused \(status 401\)") as error:
        await token(worker(database, client), workspace_id)
    provider.status = 503
    with pytest.raises(NodeUnavailable, match="answered 503"):
        await token(worker(database, client), workspace_id)
    assert CLIENT_SECRET not in str(error.value)


async def test_without_consent_there_is_no_token(
    database: Database, provider: Provider, client: httpx2.AsyncClient
) -> None:
    workspace_id = await add(database, provider, "oauth2_code")

    with pytest.raises(NodeFailed, match="connect it again"):
        await token(worker(database, client), workspace_id)


async def test_the_token_url_passes_the_guard_of_outgoing_http(
    database: Database, provider: Provider
) -> None:
    workspace_id = await add(database, provider, "oauth2_client")
    async with guarded_client(Guard()) as guarded:
        with pytest.raises(HostRefused):
            await token(worker(database, guarded), workspace_id)

    assert provider.asked == []


async def test_a_code_is_exchanged_with_its_verifier(
    provider: Provider, client: httpx2.AsyncClient
) -> None:
    fields = OAuth2CodeFields.model_validate(
        {"token_url": provider.url, "client_id": "c", "authorize_url": "https://id.example/a"}
    )
    changes = await TokenServer(client).exchange(
        "Shop",
        fields,
        code="c0de",
        verifier="v",
        redirect_uri="https://noria.example/oauth2/callback",
    )

    assert (changes["access_token"], changes["refresh_token"]) == ("token-1", "r2")
    assert provider.asked[0] == {
        "grant_type": "authorization_code",
        "code": "c0de",
        "code_verifier": "v",
        "redirect_uri": "https://noria.example/oauth2/callback",
        "client_id": "c",
    }
