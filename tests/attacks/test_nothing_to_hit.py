"""What the catalogue says is not there: it may not come in unseen either."""

import ast
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from noria.catalog import ENTRY_POINTS, load_catalog
from tests.attacks.test_files import PACKAGES, ROOT, imports

PROGRAMS = {
    "popen", "Popen", "check_call", "check_output", "create_subprocess_exec",
    "create_subprocess_shell", "execv", "execve", "execvp", "execvpe", "posix_spawn", "startfile",
    "StdioServerParameters", "fork", "forkpty",
}  # fmt: skip
"""Names by which a program is started."""
AMBIGUOUS = {("subprocess", "run"), ("os", "system")}
START_PROGRAMS = {
    # Noria's own processes, on the machine of `make run`.
    "local",
    # Copies of the worker itself.
    "worker/processes.py",
    # Whole command lines that an administrator has allowed by name.
    "activities/ai/calls/tool_servers.py",
    # Noria's own reader of pictures, always by the same command.
    "activities/documents/ocr.py",
}
PICTURE_READER = "activities/documents/reading_pictures.py"
PICTURES = {
    "PIL",
    "cv2",
    "imageio",
    "wand",
    "skimage",
    "pytesseract",
    "cairosvg",
    "pyvips",
    "rapidocr",
}
OTHER_STORES = {
    "ldap", "ldap3", "bonsai", "pymongo", "motor", "couchdb", "cassandra", "elasticsearch",
    "opensearchpy", "neo4j", "pysolr", "boto3", "aioboto3", "git", "dulwich", "pygit2",
}  # fmt: skip
INSTALLERS = {"pip", "ensurepip", "zipimport", "site", "uv", "micropip"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


@pytest.fixture(scope="module")
def modules() -> Mapping[str, ast.Module]:
    found = dict(sources())
    assert len(found) > 300
    return found


def importing(modules: Mapping[str, ast.Module], names: set[str]) -> list[str]:
    return [
        f"{path}: {name}"
        for path, tree in modules.items()
        for name in sorted(names & set(imports(tree)))
    ]


def test_G3_H4_no_node_starts_a_program_of_an_authors_choice(
    modules: Mapping[str, ast.Module],
) -> None:
    guilty: set[str] = set()
    for path, tree in modules.items():
        for node in ast.walk(tree):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            owner = getattr(getattr(called, "value", None), "id", "")
            if name in PROGRAMS or (owner, name) in AMBIGUOUS:
                guilty.add(path)

    assert {path for path in guilty if path.partition("/")[0] not in START_PROGRAMS} == (
        START_PROGRAMS - {"local"}
    )


def test_G5_pictures_are_decoded_in_a_process_of_their_own_alone(
    modules: Mapping[str, ast.Module],
) -> None:
    assert importing(modules, PICTURES) == [f"{PICTURE_READER}: PIL", f"{PICTURE_READER}: rapidocr"]
    name = PICTURE_READER.removesuffix(".py").replace("/", ".")
    assert name not in {each for tree in modules.values() for each in _modules_imported(tree)}


def _modules_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield node.module or ""


def test_H5_nothing_asks_a_directory_or_a_store_without_parameters(
    modules: Mapping[str, ast.Module],
) -> None:
    assert importing(modules, OTHER_STORES) == []


def test_K3_node_types_come_with_installed_packages_alone(
    modules: Mapping[str, ast.Module],
) -> None:
    assert importing(modules, INSTALLERS) == []
    homes = {point.module.partition(".")[0] for point in entry_points(group=ENTRY_POINTS)}
    runs = {
        node_type.run.__module__.partition(".")[0]
        for node_type in load_catalog()
        if getattr(node_type, "run", None)
    }
    assert runs <= homes | {"noria", "activities"}


def test_the_folders_that_are_looked_at_are_there() -> None:
    assert all((Path(ROOT) / package).is_dir() for package in PACKAGES)
