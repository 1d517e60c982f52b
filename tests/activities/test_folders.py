from pathlib import Path

import pytest

from activities.folders import path_in
from noria.errors import NodeFailed


def test_each_workspace_has_its_own_folder(tmp_path: Path) -> None:
    assert path_in(tmp_path, "w1", "a/b.txt") == tmp_path / "w1" / "a" / "b.txt"
    assert path_in(tmp_path, "w2", "") == tmp_path / "w2"
    assert path_in(tmp_path, "w1", "/a/../c") == tmp_path / "w1" / "c"


@pytest.mark.parametrize("name", ["../w2/x", "a/../../x", "link/x", "a\\b", "a\x00"])
def test_g1_nothing_leads_out_of_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "w1").mkdir()
    (tmp_path / "w1" / "link").symlink_to(tmp_path)

    with pytest.raises(NodeFailed, match="leads out|is no name"):
        path_in(tmp_path, "w1", name)


def test_without_a_folder_there_are_no_files() -> None:
    with pytest.raises(NodeFailed, match="NORIA_FILES_DIR"):
        path_in(None, "w1", "x")
