"""What is a reference to a stored value, and what only looks like one."""

import pytest
from pydantic import JsonValue

from noria.blobs import BlobRef, is_blob

DIGEST = "ab" * 32


def test_what_a_reference_is_written_as_is_one() -> None:
    reference: JsonValue = {
        "$blob": DIGEST,
        "size": 7,
        "media_type": "application/json",
        "preview": "[1",
    }

    assert is_blob(reference)
    assert BlobRef.model_validate(reference).to_json() == reference


@pytest.mark.parametrize(
    "value",
    [
        None,
        [DIGEST],
        {"digest": DIGEST},
        {"$blob": "mine"},
        {"$blob": DIGEST},
        {"$blob": DIGEST, "size": "large"},
        {"$blob": f"{DIGEST}0", "size": 7},
        {"$blob": DIGEST, "size": 7, "media_type": 1},
        {"$blob": DIGEST, "size": 7, "preview": None},
    ],
)
def test_data_that_has_the_key_is_data(value: JsonValue) -> None:
    assert not is_blob(value)
