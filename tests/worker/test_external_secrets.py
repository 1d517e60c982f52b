"""Secrets kept elsewhere: read from real servers of this machine, and only where it is allowed."""

from collections.abc import AsyncGenerator, Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from moto.server import ThreadedMotoServer
from pydantic import JsonValue, SecretStr

from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.internet import Received, Service, http
from worker.external_secrets import ExternalSecrets
from worker.settings import ExternalSettings

W = "w1"


@pytest.fixture
async def client() -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(trust_env=False) as made:
        yield made


def external(allowed: str, http: httpx2.AsyncClient | None = None, **more: Any) -> ExternalSecrets:
    settings = ExternalSettings(external_secrets=allowed, **more)
    return ExternalSecrets(settings, http, {"SHOP_KEY": "s3cr3t", "NORIA_SECRET_KEYS": "k1:x"})


async def read(secrets: ExternalSecrets, ref: str) -> JsonValue:
    return await secrets.resolve(W, {"$ref": ref})


async def test_the_environment_is_read_where_it_is_allowed() -> None:
    secrets = external("env:SHOP_*")

    assert await read(secrets, "env:SHOP_KEY") == "s3cr3t"
    assert await secrets.resolve(W, {"a": {"$ref": "env:SHOP_KEY"}, "b": "plain"}) == {
        "a": "s3cr3t",
        "b": "plain",
    }
    with pytest.raises(NodeFailed, match="has no 'SHOP_GONE'"):
        await read(secrets, "env:SHOP_GONE")


@pytest.mark.parametrize("allowed", ["", "env:SHOP_*", "file:*", "vault:kv/*"])
async def test_the_keys_of_noria_itself_are_not_given_away(allowed: str) -> None:
    with pytest.raises(NodeFailed, match="NORIA_EXTERNAL_SECRETS allows"):
        await read(external(allowed), "env:NORIA_SECRET_KEYS")


async def test_a_file_is_read_as_the_system_sees_it(tmp_path: Path) -> None:
    allowed, outside = tmp_path / "in", tmp_path / "outside"
    allowed.mkdir()
    outside.write_text("hidden")
    (allowed / "key").write_text("s3cr3t\n")
    (allowed / "link").symlink_to(outside)
    secrets = external(f"file:{allowed.resolve()}/*")

    assert await read(secrets, f"file:{allowed}/key") == "s3cr3t"
    for path in ("link", "../outside", "gone"):
        with pytest.raises(NodeFailed):
            await read(secrets, f"file:{allowed}/{path}")


async def test_a_workspace_reads_its_own_part_of_the_vault(client: httpx2.AsyncClient) -> None:
    seen: list[Received] = []

    async def answer(request: Received) -> bytes:
        seen.append(request)
        data = {"data": {"data": {"token": "s3cr3t", "n": 1}, "metadata": {"version": 2}}}
        status = 200 if request.path.endswith("/shop") else 404
        return http(status, orjson.dumps(data), content_type="application/json")

    service = Service(answer)
    async with await service.start():
        secrets = external(
            "vault:kv/{workspace}/*", client,
            vault_url=f"http://127.0.0.1:{service.port}", vault_token=SecretStr("root"),
        )  # fmt: skip
        found = await read(secrets, "vault:kv/w1/shop#token")
        for ref, says in (
            ("vault:kv/w2/shop#token", "allows"),
            ("vault:kv/w1/../w2/shop#token", "allows"),
            ("vault:kv/w1/gone#token", "answered 404"),
            ("vault:kv/w1/shop#n", "no text under 'n'"),
            ("vault:kv/w1/shop", "not whole"),
        ):
            with pytest.raises(NodeFailed, match=says):
                await read(secrets, ref)

    assert found == "s3cr3t"
    assert (seen[0].path, seen[0].headers["x-vault-token"]) == ("/v1/kv/data/w1/shop", "root")
    away = external("vault:kv/*", client, vault_url="http://127.0.0.1:1")
    with pytest.raises(NodeUnavailable, match="vault does not answer"):
        await read(away, "vault:kv/w1/shop#token")


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


async def test_aws_secrets_manager_gives_whole_secrets_and_fields(aws: str) -> None:
    boto3: Any = import_module("boto3")
    made = boto3.client("secretsmanager", region_name="us-east-1", endpoint_url=aws)
    made.create_secret(Name="noria/shop", SecretString='{"token": "s3cr3t"}')
    secrets = external("aws:noria/*", aws_secrets_url=aws)

    assert await read(secrets, "aws:noria/shop#token") == "s3cr3t"
    assert await read(secrets, "aws:noria/shop") == '{"token": "s3cr3t"}'
    with pytest.raises(NodeFailed, match="ResourceNotFoundException"):
        await read(secrets, "aws:noria/gone")
    with pytest.raises(NodeFailed, match="allows"):
        await read(secrets, "aws:other")
