"""Signs requests to S3, so that they can go through the guarded client like any other.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

UNSIGNED = "UNSIGNED-PAYLOAD"


@dataclass(frozen=True)
class Keys:
    """Who signs, and for which region."""

    access_key_id: str
    secret: str
    region: str
    token: str | None = None


def signed_headers(
    keys: Keys, method: str, url: str, content: bytes, now: datetime, extra: Mapping[str, str]
) -> dict[str, str]:
    """The headers that a request has to carry; `url` is as it is sent."""
    parts = urlsplit(url)
    headers = {
        **{name.lower(): value for name, value in extra.items()},
        "host": parts.netloc,
        "x-amz-content-sha256": hashlib.sha256(content).hexdigest(),
        "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
    }
    if keys.token:
        headers["x-amz-security-token"] = keys.token
    canonical = _canonical(
        method, parts.path, parts.query, headers, headers["x-amz-content-sha256"]
    )
    signature = _sign(keys, canonical, now)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={keys.access_key_id}/{_scope(keys, now)}, "
        f"SignedHeaders={';'.join(sorted(headers))}, Signature={signature}"
    )
    del headers["host"]
    return headers


def presigned_url(keys: Keys, method: str, url: str, now: datetime, seconds: int) -> str:
    """A URL that does what it says for a while, for whoever has it."""
    parts = urlsplit(url)
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{keys.access_key_id}/{_scope(keys, now)}",
        "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.token:
        query["X-Amz-Security-Token"] = keys.token
    text = query_text(query)
    canonical = _canonical(method, parts.path, text, {"host": parts.netloc}, UNSIGNED)
    return f"{url}?{text}&X-Amz-Signature={_sign(keys, canonical, now)}"


def query_text(query: Mapping[str, str]) -> str:
    """In the order and the spelling that are signed."""
    return "&".join(
        f"{quote(name, safe='')}={quote(query[name], safe='')}" for name in sorted(query)
    )


def _canonical(method: str, path: str, query: str, headers: Mapping[str, str], body: str) -> str:
    names = sorted(headers)
    lines = [f"{name}:{' '.join(headers[name].split())}" for name in names]
    return "\n".join((method, path or "/", query, *lines, "", ";".join(names), body))


def _scope(keys: Keys, now: datetime) -> str:
    return f"{now:%Y%m%d}/{keys.region}/s3/aws4_request"


def _sign(keys: Keys, canonical: str, now: datetime) -> str:
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{now:%Y%m%dT%H%M%SZ}\n{_scope(keys, now)}\n{digest}"
    key = f"AWS4{keys.secret}".encode()
    for part in (f"{now:%Y%m%d}", keys.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()
