"""Decides whether a node may connect to a host and port. Connecting is `activities.transport`.

One `check` serves every client: HTTP through the transport, and later databases, mail and model
servers, which are handed the checked addresses and connect to those instead of resolving again.

What it can't see is the network itself: a server of yours that has a public address is public to
it. Put workers in a network of their own and close the cloud's metadata address at the host.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_network

from activities.addresses import Address, Network, is_public, may_be_named, parse, unwrap
from noria.errors import Invalid, NodeFailed, NodeUnavailable

Resolver = Callable[[str], Awaitable[Iterable[str]]]
"""Host name → address literals; raises `OSError` when there are none."""

RESOLVE_SECONDS = 5.0
MAX_PORT = 65_535

# Ports above 1023 that speak something else than HTTP: a request there can only be an attempt to
# talk to a database or a cluster in its own tongue. The Fetch standard's list and our own.
# Source: https://fetch.spec.whatwg.org/#port-blocking
_OTHER_PROTOCOLS = frozenset({
    1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190,
    5060, 5061, 5432, 5672, 5900, 5985, 5986, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669,
    6679, 6697, 7233, 9042, 9092, 9300, 10080, 10250, 10255, 11211, 19530, 27017,
})  # fmt: skip

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
# Whatever ends in a number is an address to some parser: `0x7f000001`, `0177.1`, `2130706433`.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$")


class HostRefused(NodeFailed):
    """The host is internal, or not named in a plain way. The text never says what listens there."""


@dataclass(frozen=True)
class Allowance:
    """One entry of the allow-list of internal hosts."""

    target: str | Network
    """A host name in lower case, or a network."""
    port: int | None = None
    """None: every port that is open to public hosts too."""

    @staticmethod
    def parse_all(text: str) -> tuple["Allowance", ...]:
        """Read `shop.internal:8080, 10.1.0.0/16, [fd00::/8]:443`.

        Raises:
            Invalid: An entry is neither a host nor a network, or its port is not a number.
        """
        return tuple(Allowance._parse(entry.strip()) for entry in text.split(",") if entry.strip())

    @staticmethod
    def _parse(entry: str) -> "Allowance":
        match = re.fullmatch(r"(?:\[(?P<six>[^\]]+)\]|(?P<plain>[^:]+))(?::(?P<port>\d+))?", entry)
        bare_six = entry if match is None and entry.count(":") > 1 else None
        target = bare_six or (match and (match["six"] or match["plain"])) or ""
        port = int(match["port"]) if match and match["port"] else None
        try:
            return Allowance(ip_network(target, strict=False), port)
        except ValueError:
            name = target.lower().rstrip(".")
        if not _NAME.fullmatch(name) or _ENDS_IN_NUMBER.search(name) or (port or 1) > MAX_PORT:
            raise Invalid(
                f"NORIA_ALLOWED_HOSTS has the entry {entry!r}; write a host, an address or a "
                "network, each with or without a port, as 'shop.internal:8080' or '10.1.0.0/16'."
            )
        return Allowance(name, port)


def port_is_open(port: int) -> bool:
    """Whether public hosts may be reached on a port: the web's two, and unprivileged ones."""
    return port in (80, 443) or (1024 <= port <= MAX_PORT and port not in _OTHER_PROTOCOLS)


class SystemResolver:
    """The operating system's resolver, in threads of its own so that slow answers block no one."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="resolve")

    async def __call__(self, host: str) -> Iterable[str]:
        found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)
        return dict.fromkeys(found)


def _look_up(host: str) -> list[str]:
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(address[0]) for *_, address in answers]


@dataclass(frozen=True)
class Guard:
    """Closed to everything that is not public, but for the allow-list."""

    allowed: tuple[Allowance, ...] = ()
    resolver: Resolver = SystemResolver()
    resolve_seconds: float = RESOLVE_SECONDS

    async def check(self, host: str, port: int, *, web: bool = True) -> tuple[str, ...]:
        """Resolve a host once and judge every answer; connect to what is returned, nothing else.

        With `web` only ports are open that no other protocol claims: a client that speaks a
        database's or a mail server's own tongue needs just those.

        Returns:
            Address literals, at least one, in the resolver's order.

        Raises:
            HostRefused: The host or the port is not open to nodes.
            NodeUnavailable: The name can't be resolved now.
        """
        name = host.lower().strip("[]").rstrip(".")
        literal = _literal(name, host)
        found = (literal,) if literal else await self._resolve(host)
        if web:
            self._check_port(name, found, port)
        elif not 0 < port <= MAX_PORT:
            raise HostRefused(f"{port!r} is not a port: use 1 to {MAX_PORT}.")
        for address in found:
            if not is_public(address) and not self._allows(name, address, port):
                raise HostRefused(
                    f"{host!r} is not on the public internet, so nodes may not connect to it. "
                    "An administrator can open it with NORIA_ALLOWED_HOSTS."
                )
        return tuple(str(address) for address in found)

    async def _resolve(self, host: str) -> tuple[Address, ...]:
        # UnicodeError: the standard library's own IDNA codec, met with labels that are too long.
        try:
            async with asyncio.timeout(self.resolve_seconds):
                found = [parse(text) for text in await self.resolver(host)]
        except (OSError, UnicodeError) as error:
            raise NodeUnavailable(f"The host {host!r} can't be resolved.") from error
        except ValueError as error:
            raise HostRefused(f"{host!r} resolves to an address with a scope id.") from error
        if not found:
            raise NodeUnavailable(f"The host {host!r} can't be resolved.")
        return tuple(found)

    def _check_port(self, name: str, found: tuple[Address, ...], port: int) -> None:
        if port_is_open(port):
            return
        if not all(self._allows(name, address, port) for address in found):
            raise HostRefused(
                f"Port {port} is not open to nodes: use 80, 443 or one above 1023 that no database "
                "or cluster claims. An administrator can open it with NORIA_ALLOWED_HOSTS."
            )

    def _allows(self, name: str, address: Address, port: int) -> bool:
        return any(
            _covers(entry.target, name, address)
            and (entry.port == port or (entry.port is None and port_is_open(port)))
            for entry in self.allowed
        )


def _literal(name: str, host: str) -> Address | None:
    """The address that a host is written as; None for a name."""
    try:
        address = parse(name)
    except ValueError:
        address = None
    if address is not None and not host.endswith("."):
        return address
    if ":" in name or _ENDS_IN_NUMBER.search(name) or not _NAME.fullmatch(name):
        raise HostRefused(
            f"{host!r} is neither a host name nor an address in its usual form, "
            "as 'example.com', '192.0.2.7' or '[2001:db8::7]'."
        )
    return None


def _covers(target: str | Network, name: str, address: Address) -> bool:
    if isinstance(target, str):
        return target == name and may_be_named(address)
    inner = unwrap(address)
    return inner.version == target.version and inner in target
