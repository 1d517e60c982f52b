import pytest
from pydantic import ValidationError

from noria.control.fail import MAX_CHARS, FailConfig, fail
from noria.errors import NodeFailed
from tests.noria.control.contexts import context


def message_of(message: object) -> str:
    assert fail.control is not None
    with pytest.raises(NodeFailed) as caught:
        fail.control(FailConfig.model_validate({"message": message}), context())
    return str(caught.value)


def test_the_message_is_the_error() -> None:
    assert message_of("Not paid.") == "Not paid."


def test_a_message_that_is_no_text_is_shown_as_json() -> None:
    assert message_of({"code": 7}) == '{"code":7}'
    assert message_of(None) == "null"


def test_a_long_message_is_cut() -> None:
    assert len(message_of("x" * 1_000_000)) == MAX_CHARS


def test_there_must_be_a_message() -> None:
    with pytest.raises(ValidationError):
        FailConfig(message="")
