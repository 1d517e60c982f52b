import pytest
from pydantic import ValidationError

from noria.control.respond import RespondConfig, respond
from noria.node_type import Output
from tests.noria.control.contexts import context


def test_the_answer_is_the_output() -> None:
    config = RespondConfig(status=201, headers={"X-A": "b"}, body={"n": 1})
    assert respond.control is not None
    assert respond.control(config, context()) == Output(
        {"status": 201, "headers": {"X-A": "b"}, "body": {"n": 1}}
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Set-Cookie", "a=b"),
        ("content-security-policy", "default-src *"),
        ("X-A\r\nX-B", "c"),
        ("X-A", "b\r\nSet-Cookie: a=b"),
    ],
)
def test_headers_that_would_act_for_our_address_are_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        RespondConfig(headers={name: value})
