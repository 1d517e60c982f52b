"""Credentials for tests of nodes."""

from noria.credential_types.bearer import BearerFields
from noria.credential_types.database import DatabaseFields
from noria.credentials import Credential


def bearer(token: str, name: str = "key", *hosts: str) -> dict[str, Credential]:
    fields = BearerFields.model_validate({"token": token})
    return {name: Credential(name, "bearer", fields, hosts or ("*",))}


def database(url: str, name: str = "shop") -> dict[str, Credential]:
    return {name: Credential(name, "database", DatabaseFields.model_validate({"url": url}))}
