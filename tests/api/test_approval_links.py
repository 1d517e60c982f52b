from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import SecretStr

from api.approval_links import Link, read_link, sign_link
from noria.errors import Unauthenticated

KEY = SecretStr("k" * 32)


def link(**delta: float) -> Link:
    expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(**delta or {"days": 1})
    return Link(uuid4(), uuid4(), "ann@noria.example", expires_at)


def test_a_link_says_what_it_was_made_for() -> None:
    made = link()

    assert read_link(KEY, sign_link(KEY, made)) == made


def test_a_link_expires() -> None:
    with pytest.raises(Unauthenticated, match="was good until"):
        read_link(KEY, sign_link(KEY, link(seconds=-1)))


@pytest.mark.parametrize("token", ["", ".", "a.b", "ä.ö", "e30.", "x" * 2_000])
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(Unauthenticated, match="not one of ours"):
        read_link(KEY, token)


def test_a_changed_link_is_refused() -> None:
    body, _, signature = sign_link(KEY, link()).partition(".")
    other, _, _ = sign_link(KEY, link()).partition(".")

    for token in (f"{other}.{signature}", f"{body}.{signature[:-2]}", body):
        with pytest.raises(Unauthenticated):
            read_link(KEY, token)


def test_another_key_signs_otherwise() -> None:
    with pytest.raises(Unauthenticated):
        read_link(KEY, sign_link(SecretStr("o" * 32), link()))
