"""What is taken out of outputs, errors and logs, in which forms."""

import base64
from collections.abc import AsyncIterator
from urllib.parse import quote

import orjson
import pytest
from pydantic import BaseModel, JsonValue, SecretStr

from activities.redaction import MASK, Redaction, current, redact_log_line, redacting, secrets_in

SECRET = 'p4ss w/"rd+é'


class Fields(BaseModel):
    user: str = "ada"
    password: SecretStr = SecretStr(SECRET)
    more: dict[str, SecretStr] = {"pin": SecretStr("1234")}
    maybe: SecretStr | None = None


def redaction(*secrets: str) -> Redaction:
    made = Redaction()
    for secret in secrets:
        made.add_text(secret)
    return made


def test_every_secret_of_a_credential_is_known() -> None:
    assert sorted(secrets_in(Fields())) == ["1234", SECRET]


@pytest.mark.parametrize(
    "text",
    [
        f"it is {SECRET}!",
        f"https://x.example/?key={quote(SECRET, safe='')}&a=1",
        orjson.dumps({"a": SECRET}).decode(),
        SECRET.encode().hex(),
        *(
            base64.b64encode(b"x" * before + SECRET.encode() + b"tail").decode()
            for before in range(4)
        ),
        base64.urlsafe_b64encode(b"ada:" + SECRET.encode()).decode().rstrip("="),
    ],
)
def test_a_secret_is_found_in_each_form(text: str) -> None:
    cleaned = redaction(SECRET).text(text)

    assert MASK in cleaned
    assert SECRET not in cleaned


def test_j4_values_are_cleaned_whole_with_their_keys() -> None:
    made = redaction(SECRET, "1234")
    value: JsonValue = {"a": [f"x{SECRET}", 1234, "1234", "12345", None], SECRET: {"b": True}}

    assert made.is_in(orjson.dumps(value))
    assert made.value(value) == {"a": [f"x{MASK}", 1234, MASK, "12345", None], MASK: {"b": True}}
    assert not made.is_in(b'{"a": "nothing"}')


def test_the_password_of_a_url_and_the_lines_of_a_key_are_secrets_too() -> None:
    line = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU"
    made = redaction(
        "postgresql://ada:s3cr%40t9@db.example/shop",
        f"-----BEGIN KEY-----\n{line}\n-----END KEY-----",
    )

    assert made.text("login with s3cr@t9 or s3cr%40t9 failed") == "login with *** or *** failed"
    assert made.text(f"key {line}") == "key ***"


def test_bytes_are_cleaned_as_text_is() -> None:
    assert redaction("s3cr3t-key").data(b"\xff s3cr3t-key \x00") == b"\xff *** \x00"


@pytest.mark.parametrize("size", [1, 2, 7, 16, 1_000])
async def test_a_stream_is_cleaned_also_across_its_pieces(size: int) -> None:
    made = redaction("s3cr3t-key", "postgresql://ada:pa55-w0rd@db.example/shop")
    data = (
        b"s3cr3t-key, s3cr3t-ke\xff postgresql://ada:pa55-w0rd@db.example/shop pa55-w0rds3cr3t-key"
    )

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(data), size):
            yield data[at : at + size]

    cleaned = b"".join([each async for each in made.stream(pieces())])
    assert cleaned == made.data(data) == b"***, s3cr3t-ke\xff *** ******"


async def test_a_stream_without_secrets_stays_as_it_is() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"ab"
        yield b"c"

    assert [each async for each in Redaction().stream(pieces())] == [b"ab", b"c"]


def test_secrets_are_those_of_the_attempt_that_opened_them() -> None:
    with redacting() as made:
        made.add(Fields())
        inside = redact_log_line(None, "info", f"got {SECRET}")
        same = current()

    assert inside == "got ***"
    assert same is made
    assert redact_log_line(None, "info", f"got {SECRET}") == f"got {SECRET}"
