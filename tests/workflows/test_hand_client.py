"""Temporal servers that can't do everything, and calls that come too late."""

from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from noria.acts import Grip
from noria.errors import NotFound, Unavailable
from noria.model import Policy
from noria.run import HandState, RunStatus, StepKey
from workflows.hand_client import (
    change_activity,
    pause_activities,
    settle_attempts,
    unpause_activities,
)

KEYS = [StepKey("a"), StepKey("b")]


class FakeService:
    """A server that answers each call with this error."""

    def __init__(self, status: RPCStatusCode) -> None:
        self.asked: list[Any] = []
        self._status = status

    async def pause_activity(self, request: Any) -> None:
        self.asked.append(request)
        raise RPCError("no", self._status, b"")

    unpause_activity = update_activity_options = pause_activity


class FakeClient:
    namespace = "noria"
    identity = "test"

    def __init__(self, status: RPCStatusCode) -> None:
        self.workflow_service = FakeService(status)


def server(status: RPCStatusCode) -> tuple[Client, FakeService]:
    fake = FakeClient(status)
    return cast("Client", fake), fake.workflow_service


async def test_a_server_that_can_not_pause_activities_is_asked_once() -> None:
    client, service = server(RPCStatusCode.UNIMPLEMENTED)

    assert not await pause_activities(client, "r1", KEYS)
    assert [request.id for request in service.asked] == ["a"]


async def test_activities_that_have_just_ended_are_no_obstacle() -> None:
    client, service = server(RPCStatusCode.NOT_FOUND)

    assert await pause_activities(client, "r1", KEYS)
    await unpause_activities(client, "r1", KEYS)

    assert [request.id for request in service.asked] == ["a", "b", "a", "b"]


async def test_a_server_that_can_not_change_activities_says_so() -> None:
    client, _ = server(RPCStatusCode.UNIMPLEMENTED)

    assert not await change_activity(client, "r1", KEYS[0], Policy())


async def test_an_activity_that_has_ended_can_not_be_changed() -> None:
    client, _ = server(RPCStatusCode.NOT_FOUND)

    with pytest.raises(NotFound, match="'a'"):
        await change_activity(client, "r1", KEYS[0], Policy())


async def test_a_server_that_is_away_is_unavailable() -> None:
    client, _ = server(RPCStatusCode.UNAVAILABLE)

    with pytest.raises(Unavailable, match="refused a call: no"):
        await pause_activities(client, "r1", KEYS)


class FakeAttempts:
    """A run that stands like this at each look, the last one for ever."""

    def __init__(self, *stands: bool) -> None:
        self.did: list[str] = []
        self._stands = list(stands)

    async def grip(self, run_id: str) -> Grip:
        is_paused = self._stands.pop(0) if len(self._stands) > 1 else self._stands[0]
        return Grip(status=RunStatus.RUNNING, hand=HandState(is_paused=is_paused))

    async def hold_attempts(self, run_id: str) -> bool:
        self.did.append("held")
        return True

    async def release_attempts(self, run_id: str) -> None:
        self.did.append("released")


@pytest.mark.parametrize(
    ("paused", "stands", "did"),
    [
        (True, [True], ["held"]),
        (False, [False], ["released"]),
        # Somebody else has acted since, and sees to the attempts.
        (True, [False], []),
        (False, [True], []),
        # Somebody else acts meanwhile.
        (True, [True, False], ["held", "released"]),
        (False, [False, True, False], ["released", "held", "released"]),
    ],
)
async def test_attempts_are_left_as_the_run_stands(
    paused: bool, stands: list[bool], did: list[str]
) -> None:
    attempts = FakeAttempts(*stands)

    held = await settle_attempts(attempts, "r1", paused=paused)

    assert attempts.did == did
    assert held is (did[-1:] == ["held"])
