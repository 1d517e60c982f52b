"""Puts a credential on a request, if it may be sent to that host."""

from base64 import b64encode

import httpx2

from noria.credential_types.basic import BasicFields
from noria.credential_types.bearer import BearerFields
from noria.credential_types.header import HeaderFields
from noria.credential_types.oauth2 import OAuth2Fields
from noria.credentials import Credential
from noria.errors import NodeFailed

TYPES = ("bearer", "basic", "header", "oauth2_client", "oauth2_code")
"""The credential types that a request can carry."""


def sign(request: httpx2.Request, credential: Credential) -> None:
    """Over whatever the request says under the same header; a redirect elsewhere loses it.

    Raises:
        NodeFailed: The credential may not be sent to this host, or is of another type.
    """
    credential.check_host(request.url.host)
    name, value = header_of(credential)
    request.headers[name] = value
    # Circuits are those of who is let in: one customer's revoked key is not the others' failure.
    request.extensions["credential"] = credential.name


def header_of(credential: Credential) -> tuple[str, str]:
    """The header that carries a credential.

    Raises:
        NodeFailed: It is of a type that no header carries.
    """
    if credential.type == "basic":
        basic = credential.read(BasicFields)
        pair = f"{basic.username}:{basic.password.get_secret_value()}"
        return "Authorization", f"Basic {b64encode(pair.encode()).decode()}"
    if credential.type == "header":
        header = credential.read(HeaderFields)
        return header.name, header.value.get_secret_value()
    if isinstance(credential.fields, OAuth2Fields):
        token = credential.fields.access_token
        if token is None:
            raise NodeFailed(f"The credential {credential.name!r} has no token yet: connect it.")
        return "Authorization", f"Bearer {token.get_secret_value()}"
    return "Authorization", f"Bearer {credential.read(BearerFields).token.get_secret_value()}"
