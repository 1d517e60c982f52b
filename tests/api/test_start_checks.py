"""What stops a start: every reason at once, one sentence each, and no secret among them."""

import base64
from pathlib import Path

import pytest

from api.__main__ import main
from api.start_checks import start_problems
from store.settings import StoreSettings

GOOD = {
    "NORIA_DATABASE_URL": "postgresql://noria:s3cret-password@db.example/noria",
    "NORIA_BLOB_URL": "file:///tmp/none",
    "NORIA_TOKEN_KEY": "a-real-one-0123456789-abcdefghijkl",
    "NORIA_SECRET_KEYS": "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
}
ZEROES = "k1:" + base64.urlsafe_b64encode(bytes(32)).decode()


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def key_file(folder: Path, mode: int, text: str = GOOD["NORIA_TOKEN_KEY"]) -> Path:
    path = folder / "key"
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.usefixtures("start")
def test_good_settings_may_start() -> None:
    assert start_problems() == []


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("NORIA_TOKEN_KEY", "", "NORIA_TOKEN_KEY: "),
        ("NORIA_TOKEN_KEY", "x" * 40, "NORIA_TOKEN_KEY must be at least 32 random characters"),
        ("NORIA_SECRET_KEYS", "", "NORIA_SECRET_KEYS: is missing"),
        ("NORIA_SECRET_KEYS", ZEROES, "NORIA_SECRET_KEYS: the key 'k1' is not random"),
        ("NORIA_SECRET_KEYS", "k1:c2hvcnQ", "has 5 bytes, not 32"),
        ("NORIA_API_HOST", "0.0.0.0", "'0.0.0.0' is open to other machines without TLS"),
        ("NORIA_API_HOST", "::", "'::' is open to other machines"),
        ("NORIA_API_HOST", "noria.example", "is open to other machines"),
        ("NORIA_TLS_CERT_FILE", "/tmp/cert", "set both, or neither"),
        ("NORIA_DATABASE_URL", "postgresql://noria:Postgres@db.example/n", "everybody knows"),
        ("NORIA_DATABASE_URL", "postgresql://noria@db.example/n", "everybody knows"),
        ("NORIA_TOKEN_KEY_FILE", "", None),
        ("NORIA_API_HOST", "127.0.0.2", None),
        ("NORIA_DATABASE_URL", "postgresql://noria:noria@localhost/n", None),
    ],
)
def test_d9_a_setting_that_is_not_safe_is_named(
    start: pytest.MonkeyPatch, name: str, value: str, says: str | None
) -> None:
    start.setenv(name, value)
    problems = start_problems()

    assert [says in problem for problem in problems if says] == ([True] * len(problems))
    assert bool(problems) == (says is not None)


def test_d9_all_reasons_are_told_at_once_and_no_secret(
    start: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start.setenv("NORIA_TOKEN_KEY", "hunter2-hunter2")
    start.setenv("NORIA_SECRET_KEYS", ZEROES)
    start.setenv("NORIA_DATABASE_URL", "postgresql://noria:changeme@db.example/n")
    start.setenv("NORIA_SMTP_PORT", "0")
    status = main()
    said = capsys.readouterr().err

    assert status == 2
    assert said.count("\n") == 4
    assert [secret for secret in ("hunter2", "changeme", "AAAA") if secret in said] == []


def test_d9_a_key_of_tls_that_is_not_there_is_named(start: pytest.MonkeyPatch) -> None:
    start.setenv("NORIA_TLS_CERT_FILE", "/no/such")
    start.setenv("NORIA_TLS_KEY_FILE", "/no/such")

    assert start_problems() == [
        "NORIA_TLS_KEY_FILE names '/no/such', which can't be read: No such file or directory."
    ]


def test_d9_two_switches_are_needed_to_be_less_safe(start: pytest.MonkeyPatch) -> None:
    start.setenv("NORIA_API_HOST", "0.0.0.0")
    start.delenv("NORIA_SECRET_KEYS")
    refused = len(start_problems())
    start.setenv("NORIA_PLAIN_HTTP", "true")
    start.setenv("NORIA_UNENCRYPTED", "true")

    assert (refused, start_problems()) == (2, [])


@pytest.mark.parametrize(
    ("mode", "may"), [(0o600, True), (0o440, True), (0o604, False), (0o666, False)]
)
def test_d9_a_key_file_that_everybody_may_read_is_refused(
    start: pytest.MonkeyPatch, tmp_path: Path, mode: int, may: bool
) -> None:
    start.delenv("NORIA_TOKEN_KEY")
    start.setenv("NORIA_TOKEN_KEY_FILE", str(key_file(tmp_path, mode)))
    problems = start_problems()

    assert (problems == []) == may
    assert may or "which everybody on this machine may use" in problems[0]


def test_keys_are_read_from_a_file(start: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start.delenv("NORIA_SECRET_KEYS")
    path = key_file(tmp_path, 0o600, GOOD["NORIA_SECRET_KEYS"] + "\n")
    start.setenv("NORIA_SECRET_KEYS_FILE", str(path))
    keys = StoreSettings().secret_keys  # pyright: ignore[reportCallIssue] - from the environment

    assert start_problems() == []
    assert keys is not None
    assert keys.get_secret_value() == GOOD["NORIA_SECRET_KEYS"]
