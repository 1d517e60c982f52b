"""The SDK's walks are left out where nothing would be found, and only there."""

from collections.abc import Sequence
from typing import Any

import pytest
from google.protobuf.message import Message
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload
from temporalio.bridge import worker as bridge
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import DataConverter, PayloadCodec

from tests.worker.queue_workers import Told, ended, one_step, serving, start
from workflows.client import connect
from workflows.sdk_walks import WALKS, skip_needless_walks
from workflows.settings import TemporalSettings


class Reversing(PayloadCodec):
    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [Payload(metadata=each.metadata, data=each.data[::-1]) for each in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return await self.encode(payloads)


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of each message that the SDK walks through."""
    sizes: list[int] = []

    def counting(name: str) -> None:
        original = getattr(bridge, name)

        async def count(message: Message, *arguments: Any, **options: Any) -> object:
            sizes.append(message.ByteSize())
            return await original(message, *arguments, **options)

        monkeypatch.setattr(bridge, name, count)

    for name in WALKS:
        counting(name)
    return sizes


@pytest.mark.parametrize("is_skipped", [False, True])
async def test_a_run_needs_no_walk_through_its_messages(
    walked: list[int], is_skipped: bool, address: str
) -> None:
    if is_skipped:
        skip_needless_walks()
    keys = SecretStr("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
    client = await connect(TemporalSettings(temporal_address=address, secret_keys=keys))

    async with serving(client, Told(), bound=("default",)):
        status = await ended(client, await start(client, one_step("default")))

    assert status == "succeeded"
    # Each of the two walks is asked once, about an empty message, for what it tells of nothing.
    assert walked == [0, 0] if is_skipped else max(walked) > 0


async def test_with_a_codec_messages_are_walked(walked: list[int]) -> None:
    skip_needless_walks()
    completion = WorkflowActivationCompletion()
    command = completion.successful.commands.add()
    command.complete_workflow_execution.result.data = b"abc"

    await bridge.encode_completion(
        completion,
        DataConverter(payload_codec=Reversing()),
        encode_headers=False,
        storage_concurrency_limit=1,
    )

    assert command.complete_workflow_execution.result.data == b"cba"
    assert len(walked) == 1


async def test_to_ask_twice_skips_once(walked: list[int]) -> None:
    skip_needless_walks()
    skipping = bridge.encode_completion

    skip_needless_walks()

    assert bridge.encode_completion is skipping
