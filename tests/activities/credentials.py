"""Credentials for tests of nodes."""

from noria.credential_types.basic import BasicFields
from noria.credential_types.bearer import BearerFields
from noria.credential_types.database import DatabaseFields
from noria.credential_types.webhook_url import WebhookUrlFields
from noria.credentials import Credential


def bearer(token: str, name: str = "key", *hosts: str) -> dict[str, Credential]:
    fields = BearerFields.model_validate({"token": token})
    return {name: Credential(name, "bearer", fields, hosts or ("*",))}


def database(url: str, name: str = "shop") -> dict[str, Credential]:
    return {name: Credential(name, "database", DatabaseFields.model_validate({"url": url}))}


def webhook_url(url: str, name: str = "chat") -> dict[str, Credential]:
    fields = WebhookUrlFields.model_validate({"url": url})
    return {name: Credential(name, "webhook_url", fields)}


def basic(username: str, password: str, name: str = "key") -> dict[str, Credential]:
    fields = BasicFields.model_validate({"username": username, "password": password})
    return {name: Credential(name, "basic", fields, ("*",))}
