"""Where brokers are, and what is handed to them."""

import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from noria.errors import NodeFailed, NodeUnavailable

CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Broker:
    """Where one is; made from its URL."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    path: str
    tls: bool
    options: Mapping[str, str]
    """What stands behind the question mark."""


@dataclass(frozen=True)
class Event:
    """What is published."""

    subject: str
    data: bytes
    id: str
    headers: Mapping[str, str]
    exchange: str = ""
    """Of RabbitMQ."""
    key: str = ""
    """Of Kafka: what has the same one is in order."""

    @property
    def all_headers(self) -> dict[str, str]:
        return {"content-type": "application/json", "message-id": self.id, **self.headers}


Resolve = Callable[[str, int], Awaitable[str]]
"""`NodeContext.resolve`: a judged address of a host."""
_PORTS = {"nats": 4222, "redis": 6379, "amqp": 5672, "kafka": 9092}
_TLS = {"tls": "nats", "rediss": "redis", "amqps": "amqp", "kafkas": "kafka"}


def parse_url(url: str) -> Broker:
    """
    Raises:
        NodeFailed: It is no URL of a broker that there is. It is not quoted: it holds a password.
    """
    try:
        parts = urlsplit(url)
        scheme = _TLS.get(parts.scheme, parts.scheme)
        host, port = parts.hostname, parts.port or _PORTS.get(scheme, 0)
    except ValueError as error:
        raise NodeFailed("The credential's URL is none: its port is not a number.") from error
    if scheme not in _PORTS or not host:
        raise NodeFailed(
            "The credential's URL names no broker that is known; write it as 'nats://host:4222', "
            "'kafka://host:9092', 'redis://host:6379' or 'amqp://host:5672'."
        )
    return Broker(
        scheme, host, port, unquote(parts.username or ""), unquote(parts.password or ""),
        unquote(parts.path.removeprefix("/")), parts.scheme in _TLS,
        dict(parse_qsl(parts.query)),
    )  # fmt: skip


def connection_context(place: Broker) -> ssl.SSLContext | None:
    """None where nothing is encrypted."""
    return ssl.create_default_context() if place.tls else None


def literal(address: str) -> str:
    """As it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def nats_options(place: Broker, address: str) -> dict[str, Any]:
    """How its client connects, with `address` found by the guard and the certificate's host named."""
    return {
        "servers": f"{'tls' if place.tls else 'nats'}://{literal(address)}:{place.port}",
        "user": place.user or None,
        "password": place.password or None,
        "tls": connection_context(place),
        "tls_hostname": place.host if place.tls else None,
        "connect_timeout": CONNECT_SECONDS,
        "allow_reconnect": False,
        "error_cb": _ignore,
    }


async def _ignore(_: Exception) -> None:
    return None


def not_let_in() -> NodeFailed:
    return NodeFailed("The broker refused the credential's user or password.")


def unavailable(place: Broker) -> NodeUnavailable:
    return NodeUnavailable(f"The broker {place.host!r} could not take the event now.")
