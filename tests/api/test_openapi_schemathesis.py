"""Whatever is sent, the answer is one that the OpenAPI document describes, and never a 500."""

# Schemathesis leaves parts of its types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUntypedFunctionDecorator=false

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from pydantic import SecretStr
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from api.app import create_app, declare_app
from api.rate_limits import RateLimits
from api.services import Services
from api.settings import ApiSettings
from store.blobs import ObjectBlobStore
from store.database import open_database
from store.events import RunListener
from store.settings import StoreSettings
from tests.api.client import add_account
from tests.api.conftest import TOKEN_KEY
from tests.api.fakes import FakeTemporal
from tests.api.threads import served_apart
from workflows.codec import PayloadCodec

EXAMPLES_PER_OPERATION = 10
SERVICE_UNAVAILABLE = 503


class NoLimits(RateLimits):
    """Schemathesis asks more often than people may."""

    async def hit(self, limit: object, *key: str) -> None: ...


@dataclass
class Fuzzed:
    """The served app, somebody who is signed in, and things that exist."""

    url: str
    token: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def fuzzed(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Fuzzed]:
    folder = tmp_path_factory.mktemp("fuzz")

    async def prepare(app: FastAPI, url: str) -> tuple[str, dict[str, str]]:
        async with httpx2.AsyncClient(base_url=url, trust_env=False) as http:
            owner = await add_account(http, app.state.services, "fuzz@noria.example")
            workflow_id = await owner.publish()
            run = await owner.start(workflow_id, {"id": 1, "note": "x" * 70_000})
            await owner.json("POST", f"/runs/{run['id']}/terminate")
            ids = {"workflow_id": workflow_id, "run_id": run["id"], "digest": run["input"]["$blob"]}
            return owner.token, ids

    with served_apart(lambda: create_app(_services(database_url, folder)), prepare) as served:
        url, (token, ids) = served
        yield Fuzzed(url, token, ids)


def _services(database_url: str, folder: Path) -> Services:
    return Services(
        settings=ApiSettings(token_key=SecretStr(TOKEN_KEY), web_dir=folder / "dist"),
        database=open_database(StoreSettings(database_url=database_url, blob_url="")),
        blobs=ObjectBlobStore(folder.as_uri()),
        runs=FakeTemporal(),
        listener=RunListener(database_url),
        codec=PayloadCodec(None),
        limits=NoLimits(),
    )


schema = schemathesis.openapi.from_dict(declare_app().openapi())


@schema.parametrize()
@settings(
    max_examples=EXAMPLES_PER_OPERATION,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@pytest.mark.timeout(300)
def test_every_answer_is_as_described(case: schemathesis.Case[Any], fuzzed: Fuzzed) -> None:
    for name, value in fuzzed.ids.items():
        given = (case.path_parameters or {}).get(name)
        if given is not None and _is_id(name, str(given)):
            case.path_parameters[name] = value
    says_so = _says_so(case.operation.definition.raw)
    answer = case.call_and_validate(
        base_url=fuzzed.url,
        headers={"Authorization": f"Bearer {fuzzed.token}"},
        timeout=10,
        excluded_checks=[
            positive_data_acceptance,
            negative_data_rejection,
            *([not_a_server_error] if says_so else []),
        ],
    )
    assert answer.status_code < 500 or (says_so and answer.status_code == SERVICE_UNAVAILABLE)


def _says_so(operation: Any) -> bool:
    """That it needs what this server is not given, as mail settings: an answer, and no failure."""
    return str(SERVICE_UNAVAILABLE) in operation["responses"]


def _is_id(name: str, value: str) -> bool:
    """Ids of the right form are made ones of things that exist; others stay as wrong as they are."""
    try:
        return bool(UUID(value)) if name != "digest" else len(value) == 64
    except ValueError:
        return False
