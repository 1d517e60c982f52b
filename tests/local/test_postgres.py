import os
from pathlib import Path

import psycopg
import pytest

from local import postgres
from local.errors import LocalError
from local.ports import free_port


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", ""))


def test_a_throw_away_server_serves_a_database_of_our_own(tmp_path: Path) -> None:
    with postgres.running(tmp_path) as url, connect(url) as connection:
        row = connection.execute(
            "SELECT current_user, current_database(), current_setting('TimeZone'), rolsuper"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert row == ("noria", "noria", "UTC", False)


def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    with postgres.running(tmp_path) as url:
        _, _, at = url.partition("@")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(f"postgresql://noria:wrong@{at}")


def test_a_folder_half_made_by_a_kill_is_made_anew(folder: Path) -> None:
    half = folder / "postgres" / "data.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    cluster = postgres.prepare(
        folder / "postgres", postgres.Passwords.generate(), folder / "elsewhere"
    )

    assert not cluster.data.with_name("data.half").exists()
    assert (cluster.data / "global" / "pg_control").exists()
    assert list(cluster.data.parent.glob("password*")) == []


def test_a_database_of_another_postgresql_is_named(folder: Path) -> None:
    data = folder / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("19\n")

    with pytest.raises(LocalError, match="was made by PostgreSQL 19, but 18 is installed"):
        postgres.prepare(folder / "postgres", postgres.Passwords.generate(), folder / "elsewhere")


def test_a_number_in_the_lock_that_now_is_another_process_does_not_stop_the_start(
    folder: Path,
) -> None:
    cluster = postgres.prepare(folder / "p", postgres.Passwords.generate(), folder / "elsewhere")
    lock = cluster.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{cluster.data}\n0\n{free_port()}\n\n127.0.0.1\n")

    postgres.prepare(folder / "p", postgres.Passwords.generate(), folder / "elsewhere")

    assert not lock.exists()
