import pytest

from activities.crypto.sign import sign
from noria.credential_types.basic import BasicFields
from noria.credentials import Credential
from noria.errors import NodeFailed
from tests.activities.credentials import bearer
from tests.activities.nodes import offline, run

# Source: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
SECRET = "It's a Secret to Everybody"
SIGNATURE = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
CONFIG = {"content": "Hello, World!", "credential": "key"}


async def test_a_known_signature_is_made_and_recognised() -> None:
    context = offline(credentials=bearer(SECRET))

    made = await run(sign, CONFIG, context)
    right = await run(sign, {**CONFIG, "expected": f"sha256={SIGNATURE}"}, context)
    wrong = await run(sign, {**CONFIG, "expected": f"sha256={SIGNATURE[:-1]}0"}, context)

    assert (made["hex"], made["valid"]) == (SIGNATURE, None)
    assert (right["valid"], wrong["valid"]) == (True, False)
    assert (await run(sign, {**CONFIG, "expected": made["base64"]}, context))["valid"]


async def test_a_credential_with_one_secret_is_needed() -> None:
    with pytest.raises(NodeFailed, match="no credential 'key'"):
        await run(sign, CONFIG)
    fields = BasicFields.model_validate({"username": "a", "password": "b"})
    context = offline(credentials={"key": Credential("key", "basic", fields)})
    assert (await run(sign, CONFIG, context))["hex"]
