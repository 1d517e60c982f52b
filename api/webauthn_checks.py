"""py_webauthn, with our rules: this site only, the person seen, the device's counter going up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from noria.errors import Invalid, Unauthenticated
from store import passkeys
from store.account_tables import Passkey
from store.database import Session
from store.tables import Account


@dataclass(frozen=True)
class RelyingParty:
    """The site that passkeys are for."""

    origin: str
    host: str


def creation_options(
    party: RelyingParty, account: Account, known: Sequence[bytes]
) -> tuple[str, bytes]:
    """JSON for the browser, and the challenge in it."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name="Noria",
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return webauthn.options_to_json(options), options.challenge


def read_created(
    party: RelyingParty, answer: Mapping[str, Any], challenge: bytes
) -> VerifiedRegistration:
    """
    Raises:
        Invalid: The answer is for another site or challenge, or was tampered with.
    """
    try:
        return webauthn.verify_registration_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"This passkey can't be used: {str(error)[:200]}") from error


def request_options(party: RelyingParty) -> tuple[str, bytes]:
    """JSON for the browser, and the challenge in it."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), options.challenge


async def read_used(
    session: Session, party: RelyingParty, answer: Mapping[str, Any], challenge: bytes
) -> tuple[Passkey, int]:
    """The passkey that answered, and its device's counter.

    Raises:
        Unauthenticated: Unknown, for another site or challenge, tampered with, or a copy.
    """
    try:
        row = await passkeys.find_passkey(
            session, credential_id=base64url_to_bytes(str(answer["id"]))
        )
        if row is None:
            raise Unauthenticated("This passkey is not known here; sign in with your password.")
        used = webauthn.verify_authentication_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Unauthenticated("This passkey was not accepted.") from error
    return row, used.new_sign_count
