"""A setting that is missing or weak is named before anything starts."""

import pytest

from api.__main__ import main
from api.settings import ApiSettings

REQUIRED = {"NORIA_DATABASE_URL": "postgresql://x", "NORIA_BLOB_URL": "file:///tmp/x"}


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "change-me", "abab" * 20])
def test_a_weak_token_key_is_refused(
    key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NORIA_TOKEN_KEY", key)

    assert main() == 2
    said = capsys.readouterr().err
    assert said.startswith("NORIA_TOKEN_KEY: ")
    assert not key or key not in said


def test_a_missing_token_key_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NORIA_TOKEN_KEY", raising=False)

    assert main() == 2
    assert "NORIA_TOKEN_KEY" in capsys.readouterr().err


def test_secrets_do_not_show_in_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORIA_TOKEN_KEY", "the-secret-0123456789-abcdefghijk")

    assert "the-secret" not in repr(ApiSettings())  # pyright: ignore[reportCallIssue] - from the environment
