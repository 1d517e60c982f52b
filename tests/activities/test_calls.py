"""Every node that calls a service says what went wrong, each in a way of its own."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from noria.catalog import load_catalog
from noria.config_schema import schema_of
from noria.credentials import Credential, load_credential_types
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from tests.activities.credentials import basic, bearer, webhook_url
from tests.activities.fakes import FakeContext

KEY = bearer("token")["key"]
HOOK = webhook_url("https://hooks.example/services/T/B/x")["chat"]
TWILIO = basic("AC1", "secret")["key"]


def of_type(name: str, **fields: str) -> Credential:
    known = load_credential_types().find(name)
    assert known
    return Credential("key", name, known.fields.model_validate(fields), ("*",))


CALLERS: dict[str, Credential] = {
    "airtable": KEY,
    "github": KEY,
    "google_sheets": KEY,
    "hubspot": KEY,
    "jira": TWILIO,
    "notion": KEY,
    "stripe": KEY,
    "slack.send": KEY,
    "discord.send": HOOK,
    "teams.send": HOOK,
    "telegram.send": KEY,
    "sms.send": TWILIO,
    "push.send": KEY,
    "webhook.send": of_type("signing_secret", secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    "files.s3": of_type(
        "aws", access_key_id="AKIA1", secret_access_key="secret", region="eu-west-1"
    ),
}
"""Each with a credential of the type that it takes."""


async def call(name: str, handle: Callable[[httpx2.Request], httpx2.Response], **of: Any) -> None:
    """As its example in the palette is set up."""
    node_type = load_catalog().get(name, 1)
    [*_, example] = schema_of(node_type.config)["examples"]
    given = {"credential": "key"} if name in CALLERS else {}
    config = node_type.config.model_validate({**example, **given})
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
    context = FakeContext(http, credentials={"key": CALLERS.get(name, KEY)}, **of)
    assert node_type.run
    await node_type.run(config, context)


async def fails(name: str, answer: httpx2.Response | Exception) -> NodeError:
    """Against a server that answers this."""

    def handle(_request: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    with pytest.raises(NodeError) as caught:
        await call(name, handle)
    return caught.value


async def keys_of(name: str, **of: Any) -> list[str]:
    """By which a server may know what is sent."""
    sent: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={"ok": True, "data": {}, "result": {}})

    # What a service makes of this answer is for its own test.
    with suppress(NodeError):
        await call(name, handle, **of)
    return [each.headers.get("webhook-id", each.headers["idempotency-key"]) for each in sent]


@pytest.mark.parametrize("name", CALLERS)
async def test_wrong_credentials_a_quota_silence_and_nothing_there_are_told_apart(
    name: str,
) -> None:
    says: dict[str, Any] = {"json": {"error": "no", "message": "no"}}
    refused = await fails(name, httpx2.Response(401, **says))
    spent = await fails(name, httpx2.Response(429, headers={"Retry-After": "7"}, **says))
    silent = await fails(name, httpx2.ReadTimeout("The server did not answer in time."))
    absent = await fails(name, httpx2.Response(404, **says))

    assert isinstance(refused, NodeFailed)
    assert isinstance(absent, NodeFailed)
    assert isinstance(spent, NodeUnavailable)
    assert isinstance(silent, NodeUnavailable)
    assert spent.retry_after == timedelta(seconds=7)
    assert len({str(each) for each in (refused, spent, silent, absent)}) == 4
    assert "credential" in str(refused) or "401" in str(refused)
    secrets = ("token", "secret", "AC1", "services/T/B")
    told = " ".join(str(each) for each in (refused, spent, silent, absent))
    assert [each for each in secrets if each in told.replace("webhook-secret", "")] == []


def check_named(places: Iterable[str]) -> None:
    """That there are such tests."""
    for place in places:
        path, _, test = place.partition("::")
        assert f"def {test}" in (Path(__file__).parent / path).read_text(), place


KEYED = {*CALLERS, "http.request", "http.graphql", "http.openapi"} - {"files.s3"}
KEPT_ONCE = {
    "email.send": "messages/test_email.py::test_a_repeat_has_the_same_message_id",
    "event.publish": "events/test_publish.py::test_jetstream_keeps_it_once",
    "files.local": "storage/test_local_files.py::test_files_are_written_read_listed_copied",
    "files.s3": "storage/test_s3_files.py::test_files_are_written_read_listed_copied",
    "files.sftp": "storage/test_sftp_files.py::test_files_are_written_read_listed_copied",
    "knowledge.add": "../worker/test_knowledge.py::test_a_new_edition_embeds_only_what_changed",
    "mcp.call": "ai/test_mcp_call.py::test_every_attempt_has_the_same_key",
    "sql.execute": "sql/test_execute.py::test_exactly_once_also_when_the_answer_was_lost",
    "sql.insert": "sql/test_insert.py::test_exactly_once",
}
"""What knows a repeat in another way than by a header, with the test that shows how."""
NOWHERE = {"code.javascript_full", "code.python_full"}
"""Reach nothing outside of their sandbox."""


@pytest.mark.parametrize("name", sorted(KEYED))
async def test_every_attempt_sends_the_same_key_and_every_step_its_own(name: str) -> None:
    first = await keys_of(name, attempt=1)
    second = await keys_of(name, attempt=2)
    other = await keys_of(name, node_id="other")

    assert first
    assert first == second
    assert set(first).isdisjoint(other)


def test_whatever_changes_something_outside_knows_a_repeat() -> None:
    changing = {
        each.name
        for each in load_catalog()
        if each.lane == "activity" and not each.internal and each.changes is not False
    }

    assert changing == KEYED | KEPT_ONCE.keys() | NOWHERE
    check_named(KEPT_ONCE.values())


TOLD_APART = {
    "email.send": (
        "messages/test_email.py::test_a_wrong_password_is_said_to_be_one",
        "messages/test_email.py::test_one_refused_address_does_not_stop_the_others",
        "messages/test_email.py::test_a_silent_server_is_tried_again",
    ),
    "event.publish": (
        "events/test_publish.py::test_wrong_passwords_and_dead_brokers_are_told_apart",
        "events/test_publish.py::test_a_broker_without_room_is_tried_again",
        "events/test_publish.py::test_a_subject_that_no_stream_takes_is_told",
    ),
    "files.local": (
        "storage/test_local_files.py::test_what_is_not_there_or_outside_is_told",
        "storage/test_local_files.py::test_what_the_system_refuses_is_told_apart",
    ),
    "files.sftp": (
        "storage/test_sftp_files.py::test_wrong_keys_are_told_apart",
        "storage/test_sftp_files.py::test_a_closed_file_and_a_spent_quota_are_told_apart",
    ),
    "sql": (
        "sql/test_query.py::test_a_wrong_password_and_a_closed_port_are_told_apart",
        "sql/test_query.py::test_a_statement_ends_at_the_steps_timeout",
        "sql/test_query.py::test_mistakes_are_told_in_the_words_of_the_database",
        "sql/test_drivers.py::test_a_user_with_all_its_connections_is_told_from_a_server_that_is_away",
    ),
}
"""What speaks no HTTP has tests of its own, each against a server of its kind."""
OUTSIDE = ("Services", "Messages", "Databases")


def test_nothing_that_reaches_outside_is_left_out() -> None:
    reaching = {
        each.name.partition(".")[0] if each.category == "Databases" else each.name
        for each in load_catalog()
        if each.category in OUTSIDE or each.name.startswith("files.")
    }

    assert reaching == (CALLERS.keys() | TOLD_APART.keys())
    check_named(place for places in TOLD_APART.values() for place in places)
