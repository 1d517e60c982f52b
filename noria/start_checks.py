"""What must not be served: weak keys, known passwords, doors open to the network.

`make run` makes good keys and listens on this machine alone, so it passes.
"""

import ipaddress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from noria.errors import Invalid
from noria.key_files import check_key_file
from noria.keys import KeyRing

KNOWN_PASSWORDS = frozenset(
    {
        "", "noria", "postgres", "password", "passw0rd", "secret", "changeme", "change-me", "admin",
        "root", "test", "example", "12345678", "123456789", "letmein", "qwerty",
    }
)  # fmt: skip
"""What a finder of an open port tries first."""
MIN_DIFFERENT_BYTES = 8


def key_problems(secret_keys: str | None, *, may_miss: bool) -> list[str]:
    """Of `NORIA_SECRET_KEYS`."""
    if not secret_keys:
        if may_miss:
            return []
        return [
            "NORIA_SECRET_KEYS: is missing, and without it what Temporal keeps is not encrypted and no "
            "credential can be kept; make one with: python -c \"import base64, os; print('k1:' + "
            'base64.urlsafe_b64encode(os.urandom(32)).decode())" (or set NORIA_UNENCRYPTED=true)'
        ]
    try:
        ring = KeyRing.parse(secret_keys)
    except Invalid as error:
        return [str(error)]
    return [
        f"NORIA_SECRET_KEYS: the key {name!r} is not random: write 32 bytes of os.urandom"
        for name, key in ring.keys.items()
        if len(set(key)) < MIN_DIFFERENT_BYTES
    ]


def database_problems(url: str) -> list[str]:
    """A password that everybody knows is fine where only this machine can try it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_own(host) or not host or unquote(parts.password or "").lower() not in KNOWN_PASSWORDS:
        return []
    return [
        f"NORIA_DATABASE_URL: the password for the database at {host!r} is empty or one that "
        "everybody knows: give its role a random one"
    ]


def listening_problems(
    host: str, *, cert_file: Path | None, key_file: Path | None, plain_http: bool
) -> list[str]:
    """Of the API's address and its TLS."""
    found: list[str] = []
    if (cert_file is None) != (key_file is None):
        found.append("NORIA_TLS_CERT_FILE and NORIA_TLS_KEY_FILE: set both, or neither")
    if key_file is not None:
        try:
            check_key_file(key_file, "NORIA_TLS_KEY_FILE")
        except Invalid as error:
            found.append(str(error))
    if cert_file is None and not plain_http and not is_own(host):
        found.append(
            f"NORIA_API_HOST: {host!r} is open to other machines without TLS: set "
            "NORIA_TLS_CERT_FILE and NORIA_TLS_KEY_FILE, or NORIA_PLAIN_HTTP=true where a proxy "
            "with TLS stands before it, or listen on 127.0.0.1"
        )
    return found


def is_own(host: str) -> bool:
    """Whether only this machine gets there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
