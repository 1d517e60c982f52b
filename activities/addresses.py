"""Which IP addresses are the public internet: pure decisions, no resolving and no connecting.

The tables are IANA's special-purpose registries, spelt out here because the standard library's
`is_global` has changed its mind between patch releases.

Source: https://www.iana.org/assignments/iana-ipv4-special-registry,
https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


_NOT_PUBLIC_V4 = _networks(
    "0.0.0.0/8",  # this host
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # carriers' NAT; holds Alibaba's metadata address
    "127.0.0.0/8",  # loopback
    "168.63.129.16/32",  # Azure's host agent: public by number, internal by nature
    "169.254.0.0/16",  # link-local; holds most clouds' metadata address
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments; holds Oracle's metadata address
    "192.0.2.0/24",  # documentation
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and broadcast
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = _networks(
    "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
    "2001:db8::/32",  # documentation
    "3fff::/20",  # documentation
)
_NEVER_BY_NAME = _networks(
    "0.0.0.0/8",
    "100.100.100.200/32",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "224.0.0.0/3",
    "::/128",
    "fd00:ec2::/32",
    "fe80::/10",
    "ff00::/8",
)

_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def parse(text: str) -> Address:
    """An address literal in its one canonical spelling, as resolvers give it.

    Raises:
        ValueError: Not an address, or one with a scope id (`fe80::1%eth0`): a scope names a
            network card, so it is never on the internet.
    """
    if "%" in text:
        raise ValueError(f"{text!r} has a scope id.")
    return ip_address(text)


def unwrap(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, else the address itself.

    Knows IPv4-mapped, NAT64's well-known prefix, 6to4 and ISATAP. IPv4-compatible addresses and
    Teredo need no decoding: their whole prefixes are not public.
    """
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    number = int(address)
    if address in _NAT64:
        return IPv4Address(number & 0xFFFF_FFFF)
    if address in _SIX_TO_FOUR:
        return IPv4Address((number >> 80) & 0xFFFF_FFFF)
    if (number >> 32) & 0xFFFF_FFFF in _ISATAP:
        return IPv4Address(number & 0xFFFF_FFFF)
    return address


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    inner = unwrap(address)
    if isinstance(inner, IPv4Address):
        return not _within(inner, _NOT_PUBLIC_V4)
    return inner in _GLOBAL_V6 and not _within(inner, _NOT_PUBLIC_V6)


def may_be_named(address: Address) -> bool:
    """Whether a host that is allowed by its *name* may lead to this address.

    A name's owner decides where it leads, so cloud metadata, link-local and multicast addresses
    stay closed unless the address itself is on the list.
    """
    return not _within(unwrap(address), _NEVER_BY_NAME)


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
