"""Credential types, and where a credential may be sent."""

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from noria.credential_types.bearer import BearerFields
from noria.credentials import (
    Credential,
    CredentialType,
    CredentialTypes,
    host_matches,
    load_credential_types,
    read_hosts,
)
from noria.errors import Invalid, NodeFailed


class Fields(BaseModel):
    host: str
    password: SecretStr
    more: dict[str, SecretStr] = {}
    maybe: SecretStr | None = None


def make(name: str) -> CredentialType:
    return CredentialType(name=name, title="T", description="D", icon="key", fields=Fields)


def test_every_field_that_holds_a_secret_is_known_as_one() -> None:
    assert make("mail").secrets == {"password", "more", "maybe"}


def test_the_types_that_come_with_noria_are_found() -> None:
    types = {each.name: each for each in load_credential_types()}

    assert {"bearer", "basic", "header", "database", "smtp", "aws", "ssh", "generic"} <= set(types)
    assert all(each.secrets for each in types.values())
    assert types["database"].secrets == {"url"}


def test_two_types_of_one_name_are_refused() -> None:
    with pytest.raises(Invalid, match="Two credential types are called 'mail'"):
        CredentialTypes([make("mail"), make("mail")])


def test_a_type_is_named_in_snake_case() -> None:
    with pytest.raises(ValueError, match="snake_case"):
        make("My Mail")


@pytest.mark.parametrize(
    ("pattern", "host", "fits"),
    [
        ("api.example.com", "API.example.com.", True),
        ("api.example.com", "xapi.example.com", False),
        ("api.example.com", "api.example.com.evil.example", False),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "evilexample.com", False),
        ("*.example.com", ".example.com", False),
        ("*", "anything.example", True),
        ("[::1]", "::1", True),
        ("10.0.0.1", "10.0.0.10", False),
    ],
)
def test_hosts_are_compared_whole(pattern: str, host: str, fits: bool) -> None:
    assert host_matches(read_hosts([pattern]), host) is fits


@pytest.mark.parametrize(
    "text", ["", "https://a.example", "a.example:443", "a b", "*.", "a.*.example", "**", "a/b", "é"]
)
def test_what_is_no_host_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="is not a host"):
        read_hosts([text])


def test_a_credential_shows_no_secret_and_goes_nowhere_by_itself() -> None:
    made = Credential("Shop", "bearer", BearerFields(token=SecretStr("s3cr3t")))

    assert "s3cr3t" not in repr(made)
    with pytest.raises(NodeFailed, match="but to no host only"):
        made.check_host("shop.example")


def test_a_token_with_a_line_break_is_refused_without_being_told() -> None:
    with pytest.raises(ValidationError) as error:
        BearerFields.model_validate({"token": "s3cr3t\r\nX-Evil: 1"})

    assert "s3cr3t" not in str(error.value.errors(include_input=False))
