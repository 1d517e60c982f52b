"""Reads the fields of a credential that somebody sends: what is public, what is secret, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from noria.credentials import CredentialType, load_credential_types, read_hosts
from noria.errors import Invalid, Problem
from noria.pointers import to_pointer
from noria.references import is_reference, without_references

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

KEPT = "kept-secret-0000"
"""Stands for a secret that stays as it is: nobody opens it to check the others."""


@dataclass(frozen=True)
class Fields:
    """Checked, and apart."""

    public: Mapping[str, JsonValue]
    secrets: Mapping[str, JsonValue]
    """Those given; null removes one."""


def type_named(name: str) -> CredentialType:
    """
    Raises:
        Invalid: This installation has no such credential type.
    """
    found = load_credential_types().find(name)
    if found is None:
        raise _invalid("unknown_type", f"There is no credential type {name!r}.", "/type")
    return found


def read_fields(
    credential_type: CredentialType, given: Mapping[str, JsonValue], kept: Iterable[str] = ()
) -> Fields:
    """
    Args:
        credential_type: Of the credential.
        given: As sent.
        kept: Secrets that are stored; those that are not given stay.

    Raises:
        Invalid: Names each wrong field, and never what is in it.
    """
    secret_names = credential_type.secrets
    secrets = {name: value for name, value in given.items() if name in secret_names}
    public = {name: value for name, value in given.items() if name not in secret_names}
    stays = {name for name in kept if name not in secrets}
    unseen = stays | {name for name, value in secrets.items() if is_reference(value)}
    shown_secrets = {name: _checked_reference(name, value) for name, value in secrets.items()}
    whole = {name: value for name, value in (public | shown_secrets).items() if value is not None}
    try:
        model = credential_type.fields.model_validate(whole | dict.fromkeys(stays, KEPT))
    except ValidationError as error:
        problems = [
            _problem(details)
            for details in error.errors(include_url=False, include_input=False)
            if not unseen.intersection(map(str, details["loc"][:1]))
        ]
        if problems:
            raise Invalid(" ".join(each.message for each in problems), problems) from None
        return Fields(public, secrets)
    shown = model.model_dump(mode="json", exclude=set(secret_names))
    return Fields(shown, secrets)


def with_tokens(
    credential_type: CredentialType, before: Mapping[str, JsonValue], fields: Fields
) -> Fields:
    """Tokens stay while nobody changes whose they are; with another client they are worth nothing."""
    kept = credential_type.kept
    if not kept:
        return fields

    def plain(public: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        return {name: value for name, value in public.items() if name not in kept}

    if plain(before) == plain(fields.public) and not fields.secrets:
        return Fields({**fields.public, **{k: v for k, v in before.items() if k in kept}}, {})
    gone = dict.fromkeys(kept & credential_type.secrets)
    return Fields(plain(fields.public), {**gone, **fields.secrets})


def check_hosts(credential_type: CredentialType, hosts: Iterable[str]) -> tuple[str, ...]:
    """
    Raises:
        Invalid: One is not a host, or none is given where the type asks for some.
    """
    try:
        read = read_hosts(hosts)
    except Invalid as error:
        raise _invalid("bad_host", str(error), "/allowed_hosts") from error
    if credential_type.asks_hosts and not read:
        raise _invalid(
            "no_hosts",
            "Say which hosts this credential may be sent to, as 'api.example.com'; '*' is any host.",
            "/allowed_hosts",
        )
    return read


def _checked_reference(name: str, value: JsonValue) -> JsonValue:
    """The value with text in place of what is kept elsewhere."""
    try:
        return without_references(value, KEPT)
    except ValueError as error:
        place = to_pointer(["fields", name])
        raise _invalid("bad_reference", f"The field {place!r}: {error}.", place) from None


def _problem(details: "ErrorDetails") -> Problem:
    place = to_pointer(["fields", *details["loc"]])
    reason = details["msg"].removeprefix("Value error, ")
    return Problem(code="bad_field", message=f"The field {place!r}: {reason}.", field=place)


def _invalid(code: str, message: str, field: str) -> Invalid:
    return Invalid(message, [Problem(code=code, message=message, field=field)])
