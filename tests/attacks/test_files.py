"""Group G of the attack catalogue: files that would like to be programs."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("noria", "store", "activities", "workflows", "worker", "api", "local")
PROGRAMS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "cloudpickle"}
UNSAFE_YAML = {
    "unsafe_load",
    "unsafe_load_all",
    "full_load",
    "full_load_all",
    "UnsafeLoader",
    "FullLoader",
}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_G7_nothing_unpickles_and_yaml_makes_plain_values_only() -> None:
    guilty: list[str] = []
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text())
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        found = (PROGRAMS & set(imports(tree))) | (UNSAFE_YAML & names)
        guilty += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(found)]

    assert guilty == []
