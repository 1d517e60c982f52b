"""Credentials: what types there are, what each holds, and where each may be sent.

Pure: a `Credential` is opened by the worker, inside an attempt, and forgotten with it. What stores
and encrypts them is `store.credentials`; a node gets one by `await context.credential(name, type)`.
"""

import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, Field, SecretStr

import noria.credential_types
from noria.config_schema import schema_of
from noria.errors import Invalid, NodeFailed

ENTRY_POINTS = "noria.credentials"
ANY_HOST = "*"
_HOST = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[?[0-9a-f:]*:[0-9a-f:.]*\]?")

CredentialName = Annotated[
    str,
    Field(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f]([^\x00-\x1f]*[^\s\x00-\x1f])?$"),
]
"""Of a credential of the workspace: what a node's config holds in place of the secret."""


def _sendable(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value().strip()
    if not re.fullmatch(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?", text):
        raise ValueError("HTTP carries printable ASCII only: give it without line breaks")
    return SecretStr(text)


HeaderSecret = Annotated[SecretStr, AfterValidator(_sendable)]
"""One that is sent in a header; blanks around it, as copying often brings, are left out."""

F = TypeVar("F", bound=BaseModel)
Model = type[F]


@dataclass(frozen=True)
class CredentialType:
    """One sort of credential. Fields that are secrets are `SecretStr`; all others are shown."""

    name: str
    """Stable snake_case: `bearer`."""
    title: str
    description: str
    icon: str
    """Name of a Lucide icon."""
    fields: type[BaseModel]
    hosts: tuple[str, ...] = ()
    """Where credentials of this type may be sent when theirs name no hosts."""
    asks_hosts: bool = False
    """Whoever makes one must say where it may be sent: nothing in its fields tells."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", self.name):
            raise ValueError(f"The credential type {self.name!r} is not named in snake_case.")

    @property
    def schema(self) -> Mapping[str, Any]:
        """JSON Schema of the fields, for the form."""
        return schema_of(self.fields)

    @property
    def secrets(self) -> frozenset[str]:
        """Names of the fields that hold secrets, which are never given out."""
        properties: Mapping[str, Any] = self.schema.get("properties", {})
        return frozenset(name for name, schema in properties.items() if _is_secret(schema))

    @property
    def kept(self) -> frozenset[str]:
        """Names of the fields that Noria writes by itself, as tokens that it renews."""
        properties: Mapping[str, Any] = self.schema.get("properties", {})
        hints = {name: schema.get("x-ui", {}) for name, schema in properties.items()}
        return frozenset(name for name, hint in hints.items() if hint.get("kept"))


@dataclass(frozen=True)
class Credential:
    """An opened one."""

    name: str
    type: str
    fields: BaseModel = field(repr=False)
    allowed_hosts: tuple[str, ...] = ()
    """As `api.example.com`, `*.example.com`, or `*` for any. None at all: it is sent nowhere."""

    def check_host(self, host: str) -> None:
        """Call it before the secret is sent to a host that this credential does not name itself.

        Raises:
            NodeFailed: The credential may not be sent there.
        """
        if not host_matches(self.allowed_hosts, host):
            allowed = ", ".join(self.allowed_hosts) or "no host"
            raise NodeFailed(
                f"The credential {self.name!r} may not be sent to {host!r}, but to {allowed} only: "
                "let the step call that, or change the credential's allowed hosts."
            )

    def read(self, model: Model[F]) -> F:
        """The fields as this model.

        Raises:
            NodeFailed: The credential is of another type.
        """
        if isinstance(self.fields, model):
            return self.fields
        raise NodeFailed(
            f"The credential {self.name!r} is of the type {self.type!r}, which this step can't use."
        )


def check_type(name: str, found: Credential | None, types: Iterable[str]) -> Credential:
    """What a context gives a node that asked for a credential of this name.

    Raises:
        NodeFailed: There is none, or it is of another type.
    """
    wanted = tuple(types)
    if found is None:
        raise NodeFailed(
            f"There is no credential {name!r} in this workspace: make it, or let the step use another."
        )
    if wanted and found.type not in wanted:
        raise NodeFailed(
            f"The credential {name!r} is of the type {found.type!r}, and the step takes "
            f"{' or '.join(map(repr, wanted))} only."
        )
    return found


def check_named(name: str | None) -> str:
    """
    Raises:
        NodeFailed: The field was left empty.
    """
    if not name:
        raise NodeFailed("The step needs a credential: choose one in its settings.")
    return name


def host_matches(allowed: Iterable[str], host: str) -> bool:
    """Whether a host is one of those, which are hosts, `*.` and a domain, or `*`."""
    plain = _plain(host)
    return any(_covers(pattern, plain) for pattern in allowed)


def read_hosts(texts: Iterable[str]) -> tuple[str, ...]:
    """Patterns of hosts as they are compared.

    Raises:
        Invalid: One of them is neither a host nor a pattern.
    """
    return tuple(dict.fromkeys(map(_read_host, texts)))


def _read_host(text: str) -> str:
    host = _plain(text.strip())
    is_whole = "*" not in host or host == text.strip().lower()
    if is_whole and (host == ANY_HOST or _HOST.fullmatch(host)):
        return host
    raise Invalid(
        f"{text!r} is not a host: write it without scheme, port or path, as 'api.example.com', "
        "'*.example.com', or '*' for any host."
    )


def _plain(host: str) -> str:
    return host.lower().strip("[]").rstrip(".")


def _covers(pattern: str, host: str) -> bool:
    if pattern == ANY_HOST:
        return True
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return pattern == host


def _is_secret(schema: object) -> bool:
    """Pydantic marks what is `SecretStr` anywhere in a field as write-only."""
    if isinstance(schema, dict):
        known = cast("dict[str, object]", schema)
        return known.get("writeOnly") is True or any(map(_is_secret, known.values()))
    return isinstance(schema, list) and any(map(_is_secret, cast("list[object]", schema)))


class CredentialTypes:
    """Those of this installation, by name."""

    def __init__(self, types: Iterable[CredentialType]) -> None:
        """
        Raises:
            Invalid: Two different types have the same name.
        """
        self._types: dict[str, CredentialType] = {}
        for each in types:
            if self._types.setdefault(each.name, each) is not each:
                raise Invalid(f"Two credential types are called {each.name!r}: rename one.")

    def __iter__(self) -> Iterator[CredentialType]:
        """By name."""
        return (self._types[name] for name in sorted(self._types))

    def find(self, name: str) -> CredentialType | None:
        return self._types.get(name)


def find_credential_types(package: ModuleType) -> Iterator[CredentialType]:
    """Those at the top level of a module, or of every module directly in a package."""
    names = [module.name for module in pkgutil.iter_modules(getattr(package, "__path__", []))]
    modules = [package, *(import_module(f"{package.__name__}.{name}") for name in names)]
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, CredentialType):
                yield value


@cache
def load_credential_types() -> CredentialTypes:
    """Noria's own and those of the entry point group `noria.credentials`, found once in a process.

    Raises:
        Invalid: An installed package's types can't be imported, or two have one name.
    """
    found = list(find_credential_types(noria.credential_types))
    for entry_point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        try:
            found += find_credential_types(import_module(entry_point.module))
        except ImportError as error:
            raise Invalid(
                f"The credential types of {entry_point.value!r} can't be imported: {error}. "
                "Mend or uninstall the package that brings them."
            ) from error
    return CredentialTypes(found)
