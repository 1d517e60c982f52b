"""`files.s3`: reads, writes, lists and signs files of S3 and what speaks its protocol."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

import httpx2
from pydantic import ConfigDict, Field, JsonValue

from activities.answers import asked_wait
from activities.content import read_bytes
from activities.storage import actions, sigv4
from activities.storage.actions import Entry, FilesOutput
from noria.context import NodeContext
from noria.credential_types.aws import AwsFields
from noria.credentials import Credential, CredentialName
from noria.effects import Unless
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import node, ui

S3Action = Annotated[
    actions.ReadFile
    | actions.WriteFile
    | actions.ListFiles
    | actions.CopyFile
    | actions.DeleteFile
    | actions.PresignFile,
    Field(discriminator="kind"),
]


class S3FilesConfig(Model):
    """What to do, and in which bucket."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"credential": "aws", "bucket": "reports", "action": actions.EXAMPLE}]
        }
    )

    credential: CredentialName = Field(
        title="Access key",
        description="Name of a credential; it names the region, and the server if it is not AWS.",
        json_schema_extra=ui(widget="credential", credential_type="aws", expression="never"),
    )
    bucket: str = Field(title="Bucket", pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
    action: S3Action = Field(title="Action", description="What to do with which file.")


@node(
    "files.s3",
    title="S3",
    category="Files",
    icon="cloud",
    key_field="bucket",
    changes=Unless("action/kind", ("read", "list"), by_default=True),
)
async def s3_files(config: S3FilesConfig, context: NodeContext) -> FilesOutput:
    """Read, write, list, copy, delete or presign files of S3, or of a server that speaks its protocol.

    A repeat of any action leaves the same files. A presigned URL lets whoever has it in: it is kept with the
    run, so let it expire soon.
    """
    bucket = _Bucket.of(await context.credential(config.credential, "aws"), config.bucket, context)
    action = config.action
    if isinstance(action, actions.ReadFile):
        async with bucket.answer("GET", bucket.place(action.path), path=action.path) as response:
            return await actions.read_output(action, response.aiter_bytes(), context)
    if isinstance(action, actions.WriteFile):
        data = await read_bytes(action.content, context, actions.MAX_BYTES)
        kind = actions.media_type_of(action.path, action.media_type)
        await bucket.send("PUT", action.path, data, {"content-type": kind})
        return FilesOutput(path=action.path, size=len(data))
    if isinstance(action, actions.ListFiles):
        return await bucket.list(action)
    if isinstance(action, actions.CopyFile):
        source = quote(f"/{config.bucket}/{action.path}")
        await bucket.send("PUT", action.to, b"", {"x-amz-copy-source": source})
        return FilesOutput(path=action.to)
    if isinstance(action, actions.DeleteFile):
        await bucket.send("DELETE", action.path)
        return FilesOutput(path=action.path)
    return FilesOutput(path=action.path, url=bucket.presign(action))


@dataclass(frozen=True)
class _Bucket:
    url: str
    keys: sigv4.Keys
    credential: Credential
    context: NodeContext

    @staticmethod
    def of(credential: Credential, name: str, context: NodeContext) -> "_Bucket":
        fields = credential.read(AwsFields)
        endpoint = (fields.endpoint or f"https://s3.{fields.region}.amazonaws.com").rstrip("/")
        if not fields.endpoint:
            credential.check_host(urlsplit(endpoint).hostname or "")
        token = fields.session_token.get_secret_value() if fields.session_token else None
        keys = sigv4.Keys(
            fields.access_key_id, fields.secret_access_key.get_secret_value(), fields.region, token
        )
        return _Bucket(f"{endpoint}/{name}", keys, credential, context)

    def place(self, path: str) -> str:
        """As it is signed and sent: each part escaped, so that no part is `..`."""
        parts = path.lstrip("/").split("/")
        if "." in parts or ".." in parts:
            raise NodeFailed(f"{path!r} is no path in a bucket; write it as 'reports/may.csv'.")
        return f"{self.url}/{'/'.join(quote(part, safe='') for part in parts)}"

    async def send(
        self, method: str, path: str, content: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> bytes:
        return await self._send(method, self.place(path), content, headers or {}, path)

    async def _send(
        self, method: str, url: str, content: bytes, headers: Mapping[str, str], path: str
    ) -> bytes:
        async with self.answer(method, url, content, headers, path=path) as response:
            data = await response.aread()
        # A copy can fail after S3 has said 200.
        if "x-amz-copy-source" in headers and b"<Error>" in data:
            raise NodeUnavailable("S3 could not finish the copy.")
        return data

    @asynccontextmanager
    async def answer(
        self,
        method: str,
        url: str,
        content: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        path: str,
    ) -> AsyncGenerator[httpx2.Response]:
        """One that says yes; its body is still to be read."""
        headers = headers or {}
        signed = sigv4.signed_headers(self.keys, method, url, content, datetime.now(UTC), headers)
        seconds = self.context.timeout_s
        request = self.context.http.build_request(
            method, url, headers=signed, content=content or None,
            timeout=httpx2.Timeout(seconds, connect=min(10.0, seconds)),
        )  # fmt: skip
        request.extensions |= {"total_seconds": seconds, "credential": self.credential.name}
        try:
            response = await self.context.http.send(request, stream=True)
            try:
                if response.status_code >= 300:
                    raise self._error(response, await response.aread(), path)
                yield response
            finally:
                await response.aclose()
        except httpx2.TransportError as error:
            raise NodeUnavailable(str(error) or "S3 did not answer.") from error

    def _error(self, response: httpx2.Response, said: bytes, path: str) -> NodeError:
        status, code = response.status_code, _code(said)
        if status >= 500 or status == 429 or code == "SlowDown":
            wait = asked_wait(response.headers.get("retry-after", ""), now=datetime.now(UTC))
            why = f"{status} {code}".strip()
            return NodeUnavailable(f"S3 could not do it now ({why}).", retry_after=wait)
        if code == "NoSuchBucket":
            return NodeFailed("There is no such bucket.")
        if status == 404:
            return NodeFailed(f"There is no file {path!r}.")
        if status in (401, 403):
            return NodeFailed(f"S3 refused the credential {self.credential.name!r} ({code}).")
        return NodeFailed(f"S3 refused it ({status} {code}).")

    async def list(self, action: actions.ListFiles) -> FilesOutput:
        entries: list[Entry] = []
        query = {"list-type": "2", "prefix": action.path.lstrip("/")}
        while len(entries) <= action.limit:
            query["max-keys"] = str(min(1_000, action.limit + 1 - len(entries)))
            url = f"{self.url}?{sigv4.query_text(query)}"
            page = _page(await self._send("GET", url, b"", {}, action.path))
            found: list[dict[str, JsonValue]] = page.get("Contents") or []
            entries += map(_entry, found)
            token = page.get("NextContinuationToken")
            if not token:
                break
            query["continuation-token"] = str(token)
            self.context.heartbeat(len(entries))
        return actions.list_output(action.path, entries, action.limit)

    def presign(self, action: actions.PresignFile) -> str:
        return sigv4.presigned_url(
            self.keys,
            action.method,
            self.place(action.path),
            datetime.now(UTC),
            action.expires_in_s,
        )


def _page(data: bytes) -> dict[str, Any]:
    import xmltodict

    read = xmltodict.parse(data, force_list=("Contents",), disable_entities=True)
    return dict(read.get("ListBucketResult") or {})


def _entry(found: Mapping[str, JsonValue]) -> Entry:
    modified = found.get("LastModified")
    return Entry(
        path=str(found.get("Key")),
        size=int(str(found.get("Size") or 0)),
        modified_at=str(modified) if modified else None,
    )


def _code(data: bytes) -> str:
    _, _, rest = data.partition(b"<Code>")
    return rest.partition(b"</Code>")[0].decode(errors="replace")[:60]
