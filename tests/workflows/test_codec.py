"""What Temporal keeps can't be read or changed without the key."""

import base64
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError

from noria.errors import Invalid, Unavailable
from noria.keys import KeyRing
from tests.workflows.engine import Engine, working
from tests.workflows.plans import plan, step
from workflows.codec import MAX_DECODED_BYTES, PayloadCodec
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE


def key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


RING = KeyRing.parse(f"new:{key()},old:{key()}")
CANARY = "canary-3f81-tweet"


def payload(data: bytes) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=data)


@given(st.binary(max_size=5_000), st.sampled_from([None, RING]))
async def test_what_is_encoded_is_decoded(data: bytes, keys: KeyRing | None) -> None:
    codec = PayloadCodec(keys)
    original = payload(data)

    [decoded] = await codec.decode(await codec.encode([original]))

    assert decoded == original


async def test_equal_payloads_look_different_and_show_nothing() -> None:
    one, other = await PayloadCodec(RING).encode([payload(CANARY.encode())] * 2)

    assert one.data != other.data
    assert CANARY.encode() not in one.SerializeToString()
    assert one.metadata["kid"] == b"new"


async def test_a_large_payload_becomes_small() -> None:
    [encoded] = await PayloadCodec(RING).encode([payload(b"a" * 100_000)])

    assert len(encoded.data) < 2_000


async def test_a_retired_key_still_reads() -> None:
    old_only = KeyRing({"old": RING.keys["old"]})
    encoded = await PayloadCodec(old_only).encode([payload(b"1")])

    decoded = await PayloadCodec(RING).decode(encoded)

    assert decoded == [payload(b"1")]


async def test_plain_payloads_of_before_encryption_are_read() -> None:
    assert await PayloadCodec(RING).decode([payload(b"1")]) == [payload(b"1")]


async def test_an_unknown_key_is_named() -> None:
    encoded = await PayloadCodec(RING).encode([payload(b"1")])

    with pytest.raises(Unavailable, match="the key 'new', which NORIA_SECRET_KEYS does not hold"):
        await PayloadCodec(KeyRing.parse(f"other:{key()}")).decode(encoded)


@pytest.mark.parametrize("what", ["data", "kid", "compression"])
async def test_a_changed_payload_is_refused(what: str) -> None:
    [encoded] = await PayloadCodec(RING).encode([payload(b"1")])
    if what == "data":
        encoded.data = encoded.data[:-1] + bytes([encoded.data[-1] ^ 1])
    else:
        encoded.metadata[what] = b"old" if what == "kid" else b"zlib"

    with pytest.raises(Unavailable, match="does not decrypt"):
        await PayloadCodec(RING).decode([encoded])


async def test_a_payload_that_swells_is_refused() -> None:
    [bomb] = await PayloadCodec(None).encode([payload(b"0" * (MAX_DECODED_BYTES + 1))])

    with pytest.raises(Unavailable, match="larger than"):
        await PayloadCodec(None).decode([bomb])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no key"),
        ("abc", "an entry without a key id"),
        ("k:***", "'k' in NORIA_SECRET_KEYS is not base64url"),
        ("k:YWJj", "'k' in NORIA_SECRET_KEYS has 3 bytes, not 32"),
    ],
)
def test_a_malformed_key_ring_says_what_to_write(text: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        KeyRing.parse(text)


def test_keys_do_not_show() -> None:
    assert "'" not in repr(RING)


async def test_no_history_holds_what_a_run_knows(address: str) -> None:
    client = await Client.connect(
        address, namespace=DEFAULT_NAMESPACE, data_converter=data_converter(RING)
    )
    plain = await Client.connect(address, namespace=DEFAULT_NAMESPACE)
    engine = Engine(client)
    leaky = plan(
        step("start", "start"),
        step("set_it", "vars.set", "start", config={"values": {"secret": CANARY}}),
        step("echo", "test.echo", "set_it", vars=("secret",)),
        step("bad", "test.broken", "echo", config={"message": f"no such key: {CANARY}"}),
    )

    async with working(client, engine.worker):
        run_id = await engine.start(leaky, {"token": CANARY})
        with pytest.raises(WorkflowFailureError):
            await engine.handle(run_id).result()
    history = await plain.get_workflow_handle(f"run-{run_id}").fetch_history()

    assert CANARY not in history.to_json()
    assert "Encoded failure" in history.to_json()
    assert engine.worker.finished is not None
    assert engine.worker.finished.run is not None
    assert engine.worker.finished.run.error is not None
    assert CANARY in engine.worker.finished.run.error.message
