"""Against the library that the signature's inventors publish."""

from datetime import UTC, datetime
from typing import Any

from botocore import auth as botocore_auth
from botocore import awsrequest
from botocore.credentials import Credentials

from activities.storage.sigv4 import Keys, presigned_url, signed_headers

KEYS = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-west-1", "token")
# Without types of its own.
authors: Any = botocore_auth
requests: Any = awsrequest

OURS = Credentials(KEYS.access_key_id, KEYS.secret, KEYS.token)
URL = "https://s3.eu-west-1.amazonaws.com/bucket/a%20b/%C3%A4.txt"


def test_headers_are_signed_as_botocore_does() -> None:
    now = datetime.now(UTC)
    headers = signed_headers(KEYS, "PUT", URL, b"content", now, {"content-type": "text/plain"})

    request = requests.AWSRequest(
        "PUT", URL, headers={"content-type": "text/plain"}, data=b"content"
    )
    auth = authors.S3SigV4Auth(OURS, "s3", KEYS.region)
    request.context["payload_signing_enabled"] = True
    request.context["timestamp"] = f"{now:%Y%m%dT%H%M%SZ}"
    for name in ("x-amz-content-sha256", "x-amz-date", "x-amz-security-token"):
        request.headers[name] = headers[name]
    signature = auth.signature(
        auth.string_to_sign(request, auth.canonical_request(request)), request
    )

    assert headers["authorization"].endswith(f"Signature={signature}")


def test_urls_are_signed_as_botocore_does() -> None:
    now = datetime.now(UTC)
    ours = presigned_url(KEYS, "GET", URL, now, 60)
    request = requests.AWSRequest("GET", URL)
    theirs = authors.S3SigV4QueryAuth(OURS, "s3", KEYS.region, 60)
    theirs.add_auth(request)
    stamp = request.context["timestamp"]

    again = presigned_url(
        KEYS, "GET", URL, datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), 60
    )
    assert set(again.partition("?")[2].split("&")) == set(request.url.partition("?")[2].split("&"))
    assert ours.startswith(f"{URL}?X-Amz-Algorithm=AWS4-HMAC-SHA256")
