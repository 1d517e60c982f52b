"""Secrets that are kept elsewhere: a field holds where, `{"$ref": "vault:kv/shop#token"}`.

Resolved by a worker, for an attempt. An administrator names what may be read, since these places
hold more than what workflows are for: `NORIA_EXTERNAL_SECRETS`.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import httpx2
import orjson
from pydantic import JsonValue

from noria.errors import NodeFailed, NodeUnavailable
from noria.references import is_reference, read_reference
from worker.settings import ExternalSettings

MAX_BYTES = 64 * 1024
WORKSPACE = "{workspace}"


Source = Callable[[str], Awaitable[str]]


class ExternalSecrets:
    """Reads them; keeps none."""

    def __init__(
        self,
        settings: ExternalSettings,
        http: httpx2.AsyncClient | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """`http`: reaches the servers that an administrator named; not the guarded one of nodes."""
        self._settings = settings
        self._http = http
        self._environment = environment
        self._sources: dict[str, Source] = {
            "env": self._env,
            "file": self._file,
            "vault": self._vault,
            "aws": self._aws,
        }

    async def resolve(self, workspace_id: str, value: JsonValue) -> JsonValue:
        """The value with every reference in it replaced.

        Raises:
            NodeFailed: A reference may not be read, or leads nowhere.
            NodeUnavailable: Where it is kept does not answer.
        """
        if not isinstance(value, dict):
            return value
        if is_reference(value):
            return await self._read(workspace_id, read_reference(value))
        return {name: await self.resolve(workspace_id, each) for name, each in value.items()}

    async def _read(self, workspace_id: str, ref: str) -> str:
        scheme, _, where = ref.partition(":")
        if scheme == "file":
            # As the system sees it: `..` and links lead nowhere else.
            where = await asyncio.to_thread(os.path.realpath, where)
        if not self._allows(workspace_id, f"{scheme}:{where}"):
            raise NodeFailed(
                f"The reference {ref!r} is not among those that NORIA_EXTERNAL_SECRETS allows: ask "
                "an administrator."
            )
        return await self._sources[scheme](where)

    def _allows(self, workspace_id: str, ref: str) -> bool:
        if ".." in ref.split("#")[0].split("/"):
            return False
        patterns = (part.strip() for part in self._settings.external_secrets.split(","))
        return any(
            fnmatchcase(ref, pattern.replace(WORKSPACE, workspace_id))
            for pattern in patterns
            if pattern
        )

    async def _env(self, where: str) -> str:
        found = self._environment.get(where)
        if not found:
            raise NodeFailed(f"The worker's environment has no {where!r}.")
        return found

    async def _file(self, where: str) -> str:
        try:
            data = await asyncio.to_thread(_read_file, where)
        except OSError as error:
            raise NodeFailed(f"The file {where!r} of a credential can't be read.") from error
        return data.decode(errors="replace").removesuffix("\n")

    async def _vault(self, where: str) -> str:
        """`mount/path#field`, of the key-value engine's version 2."""
        path, name = _field_of(where)
        mount, _, rest = path.partition("/")
        settings = self._settings
        token = settings.vault_token.get_secret_value() if settings.vault_token else ""
        if settings.vault_token_file is not None:
            token = (await self._file(str(settings.vault_token_file))).strip()
        if not settings.vault_url or self._http is None:
            raise NodeFailed("This worker knows no vault: NORIA_VAULT_URL is not set.")
        headers = {"X-Vault-Token": token, "X-Vault-Request": "true"}
        if settings.vault_namespace:
            headers["X-Vault-Namespace"] = settings.vault_namespace
        url = f"{settings.vault_url.rstrip('/')}/v1/{quote(mount)}/data/{quote(rest)}"
        try:
            answer = await self._http.get(url, headers=headers)
        except httpx2.TransportError as error:
            raise NodeUnavailable("The vault does not answer.") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise NodeUnavailable(f"The vault answered {answer.status_code}.")
        if answer.status_code != 200:
            raise NodeFailed(f"The vault gives no {path!r}: it answered {answer.status_code}.")
        said: Any = orjson.loads(answer.content)
        return _pick(said.get("data", {}).get("data"), name, f"vault:{where}")

    async def _aws(self, where: str) -> str:
        """`name` for a whole secret, `name#field` for one field of a JSON one."""
        secret_id, _, name = where.partition("#")
        text = await asyncio.to_thread(self._ask_aws, secret_id)
        if not name:
            return text
        try:
            said: Any = orjson.loads(text)
        except orjson.JSONDecodeError:
            said = None
        return _pick(said, name, f"aws:{where}")

    def _ask_aws(self, secret_id: str) -> str:
        # Not imported before it is needed: it takes a quarter of a second.
        boto3, exceptions = import_module("boto3"), import_module("botocore.exceptions")
        client: Any = boto3.client(
            "secretsmanager",
            region_name=self._settings.aws_secrets_region,
            endpoint_url=self._settings.aws_secrets_url or None,
        )
        try:
            return cast("str", client.get_secret_value(SecretId=secret_id)["SecretString"])
        except exceptions.ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise NodeFailed(f"AWS Secrets Manager gives no {secret_id!r} ({code}).") from None
        except exceptions.BotoCoreError as error:
            raise NodeUnavailable("AWS Secrets Manager does not answer.") from error


def _read_file(where: str) -> bytes:
    with Path(where).open("rb") as file:
        return file.read(MAX_BYTES)


def _field_of(where: str) -> tuple[str, str]:
    path, _, name = where.partition("#")
    if "/" not in path or not name:
        raise NodeFailed(
            f"The reference 'vault:{where}' is not whole: write it as 'vault:mount/path#field'."
        )
    return path, name


def _pick(fields: object, name: str, ref: str) -> str:
    found = cast("dict[str, object]", fields).get(name) if isinstance(fields, dict) else None
    if not isinstance(found, str) or not found:
        raise NodeFailed(f"What {ref!r} refers to has no text under {name!r}.")
    return found
