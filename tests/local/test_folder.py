import os
import stat
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from local.errors import LocalError
from local.folder import FORMAT, Owner, hold

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small file system")


@pytest.fixture
def small_disk(folder: Path) -> Generator[Path]:
    """50 MB, of which nobody can have more."""
    mounted = folder / "small"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=50m", "tmpfs", str(mounted)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let root mount")
    yield mounted
    subprocess.run(["umount", "--lazy", str(mounted)], check=True)


def test_keys_are_generated_once_and_for_the_owner_only(folder: Path) -> None:
    with hold(folder / "data") as first:
        keys = first.keys()
    with hold(folder / "data") as second:
        again = second.keys()

    mode = stat.S_IMODE((folder / "data" / "keys.json").stat().st_mode)
    assert again == keys
    assert mode == 0o600
    assert keys.secret_keys.startswith("k1:")
    assert len(keys.token_key) >= 32


def test_a_second_start_names_the_first(folder: Path) -> None:
    with hold(folder / "data") as held:
        held.announce("http://127.0.0.1:1234")
        with pytest.raises(LocalError, match="already running") as caught, hold(folder / "data"):
            pass

    assert f"process {os.getpid()}, http://127.0.0.1:1234" in str(caught.value)


def test_a_lock_whose_owner_was_killed_is_free(folder: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from local.folder import hold\n"
        "with hold(Path(sys.argv[1])) as held:\n"
        "    held.announce('nowhere'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", script, str(folder / "data")]
    killed = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])

    assert killed.returncode == -9
    with hold(folder / "data") as held:
        assert held.keys().instance


def test_keys_gone_from_a_used_folder_are_not_replaced(folder: Path) -> None:
    with hold(folder / "data") as held:
        held.keys()
    (folder / "data" / "keys.json").unlink()
    (folder / "data" / "postgres").mkdir()

    with hold(folder / "data") as held, pytest.raises(LocalError, match=r"keys\.json is gone"):
        held.keys()


def test_damaged_keys_are_named(folder: Path) -> None:
    with hold(folder / "data") as held:
        (folder / "data" / "keys.json").touch(mode=0o600)
        (folder / "data" / "keys.json").write_text('{"secret_keys": "k1')
        with pytest.raises(LocalError, match=r"keys\.json is damaged"):
            held.keys()


def test_a_folder_of_a_newer_noria_is_left_alone(folder: Path) -> None:
    (folder / "format").write_text(f"{FORMAT + 1}\n")

    with pytest.raises(LocalError, match="made by a newer Noria"), hold(folder):
        pass


def test_somebody_elses_folder_is_left_alone(folder: Path) -> None:
    (folder / "thesis.tex").write_text("42")

    with pytest.raises(LocalError, match=r"not a data folder of Noria \(it has 'thesis.tex'\)"):
        hold(folder).__enter__()


def test_a_file_in_the_place_of_the_folder_is_named(folder: Path) -> None:
    (folder / "data").write_text("")

    with pytest.raises(LocalError, match="data is not a folder"), hold(folder / "data"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(folder: Path) -> None:
    folder.chmod(0o500)

    with pytest.raises(LocalError, match="can't be used: Permission denied"), hold(folder / "data"):
        pass


@as_root
def test_a_read_only_disk_is_named(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(LocalError, match="Read-only file system"), hold(small_disk / "data"):
        pass


@as_root
def test_too_little_space_is_named(small_disk: Path) -> None:
    expected = r"Only \d+ MB are free .* at least 100 MB"
    with pytest.raises(LocalError, match=expected), hold(small_disk / "data"):
        pass


def test_what_a_killed_start_left_running_is_ended(folder: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    with hold(folder / "data") as held:
        held.remember_children({"worker": left.pid})

        ended = held.end_leftovers()

    assert ended == ["worker"]
    left.wait(1)
    assert not psutil.pid_exists(left.pid)


def test_another_process_with_a_remembered_number_is_left_alone(folder: Path) -> None:
    with hold(folder / "data") as held:
        held.remember_children({"worker": os.getpid()})
        written = folder / "data" / "children.json"
        created = psutil.Process().create_time()
        written.write_text(written.read_text().replace(str(created), str(created - 60)))

        assert held.end_leftovers() == []


def test_a_password_that_was_not_shown_is_kept_until_it_was(folder: Path) -> None:
    with hold(folder / "data") as held:
        assert held.owner("a@b.example") is None
        held.remember_owner(Owner(email="a@b.example", password="waterwheel"))
        pending = held.owner("a@b.example")
        held.remember_owner(Owner(email="a@b.example", password=None))
        shown = held.owner("a@b.example")

        assert pending == Owner(email="a@b.example", password="waterwheel")
        assert shown == Owner(email="a@b.example", password=None)
        assert held.owner("other@b.example") is None


def test_notes_about_a_database_go_with_it(folder: Path) -> None:
    with hold(folder / "data") as held:
        held.remember_owner(Owner(email="a@b.example", password=None))
        held.remember_migrations("abc")

        held.forget_database()

        assert held.owner("a@b.example") is None
        assert held.migrations() == ""


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_keys_that_others_may_read_stop_the_start(folder: Path, mode: int) -> None:
    with hold(folder / "data") as data:
        data.keys()
        (folder / "data" / "keys.json").chmod(mode)

        with pytest.raises(LocalError, match=f"mode {mode:o}"):
            data.keys()
