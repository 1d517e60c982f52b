"""The engine's files between starts."""

from pathlib import Path

import pytest

from noria.expressions.cache import Cache, user_cache
from noria.expressions.instance import Engine


def test_what_is_put_is_there_for_the_next(tmp_path: Path) -> None:
    Cache(tmp_path).put("engine", b"code")

    assert Cache(tmp_path).get("engine") == b"code"
    assert [path.name for path in tmp_path.iterdir()] == ["engine"]


@pytest.mark.parametrize("damaged", [b"", b"short", b"x" * 100])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "engine").write_bytes(damaged)

    assert Cache(tmp_path).get("engine") is None


def test_a_folder_that_others_may_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NORIA_CACHE_DIR", str(tmp_path))
    assert user_cache().folder == tmp_path / "expressions"

    (tmp_path / "expressions").chmod(0o777)

    assert user_cache().folder is None


def test_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORIA_CACHE_DIR", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "expressions").symlink_to(tmp_path / "elsewhere")

    assert user_cache().folder is None


def test_without_a_folder_everything_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NORIA_CACHE_DIR", str(tmp_path / "file"))
    nowhere = user_cache()
    nowhere.put("engine", b"code")

    assert nowhere.get("engine") is None

    gone = Cache(tmp_path / "gone")
    gone.put("engine", b"code")

    assert gone.folder is None


def test_an_engine_from_the_cache_is_the_same(tmp_path: Path) -> None:
    made = Engine(Cache(tmp_path))
    loaded = Engine(Cache(tmp_path))
    request = b'{"task": "evaluate", "items": [{"source": "{{ 6 * 7 }}"}], "seed": ""}'

    answers = [
        engine.run(request, b"{}", fuel=10**7, result_chars=9, now_ns=0)
        for engine in (made, loaded)
    ]

    assert len(list(tmp_path.iterdir())) == 2
    assert made.files == loaded.files == Engine.shared().files
    assert answers[0] == answers[1]
    assert answers[0][0] == b'{"values":[42]}'
