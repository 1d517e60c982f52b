"""House rules that no linter knows."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("noria", "store", "activities", "workflows", "worker", "api", "local", "runner")
MAX_LINES = 400

# One word for each concept: docs/glossary.md.
NOT_OUR_WORD = {
    "Block": "Node",
    "Dag": "Graph",
    "Execution": "Run",
    "Flow": "Workflow",
    "Job": "Step",
    "Pipeline": "Workflow",
    "Tenant": "Workspace",
    "Organization": "Workspace",
}
# Words of other people's APIs that our own names have to repeat.
ALLOWED = {"CodeBlockProps"}
# What would tie the repository to one machine or one package index.
FOREIGN = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org")


def tracked(*suffixes: str) -> Iterator[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listing.stdout.splitlines():
        path = ROOT / name
        if name.endswith(suffixes) and path.is_file():
            yield path


def sources() -> list[Path]:
    """Our own code; generated files excepted."""
    generated = re.compile(r"\.gen\.tsx?$|migrations/versions/")
    return [path for path in tracked(".py", ".ts", ".tsx") if not generated.search(str(path))]


def type_names(path: Path) -> list[str]:
    text = path.read_text()
    if path.suffix == ".py":
        return [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    return re.findall(r"^(?:export )?(?:type|class|interface) (\w+)", text, flags=re.MULTILINE)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_file_is_about_one_thing() -> None:
    too_long = {
        relative(path): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }

    assert too_long == {}, "split it: one file, one subject"


def test_names_use_our_words() -> None:
    wrong = {
        f"{relative(path)}: {name}": NOT_OUR_WORD[word]
        for path in sources()
        for name in type_names(path)
        if name not in ALLOWED
        for word in re.findall(r"[A-Z][a-z]+", name)
        if word in NOT_OUR_WORD
    }

    assert wrong == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_mirror_modules(package: str) -> None:
    """`tests/<package>/test_<module>.py` tests `<package>/<module>.py`; a folder may stand in."""
    orphans = [
        relative(path)
        for path in (ROOT / "tests" / package).glob("test_*.py")
        if not _subject_exists(package, path.stem.removeprefix("test_"))
    ]

    assert orphans == []


def _subject_exists(package: str, subject: str) -> bool:
    return any(
        path.stem.strip("_").startswith(subject) or subject.startswith(path.stem)
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ""} and path.name not in {"__init__.py", "__pycache__"}
    )


def test_tests_of_the_whole_stack_are_where_they_are_looked_for() -> None:
    """`make test` asks for them by their folders."""
    marked = re.compile(r"pytest\.mark\.server\b")
    folders = {
        path.relative_to(ROOT).parts[1]
        for path in tracked(".py")
        if marked.search(path.read_text())
    }

    assert folders == {"e2e", "local"}


def test_every_node_type_has_a_test() -> None:
    missing = [
        relative(path)
        for path in tracked(".py")
        if (path.is_relative_to(ROOT / "activities") or path.parent == ROOT / "noria" / "control")
        and re.search(r"^@(node|control)\(", path.read_text(), flags=re.MULTILINE)
        and not list((ROOT / "tests").rglob(f"test_{path.stem}.py"))
    ]

    assert missing == []


@pytest.mark.parametrize("package", ["store", "api", "worker", "activities"])
def test_application_code_never_commits(package: str) -> None:
    """The edge of a request or of a batch commits: `sessions.begin()`."""
    guilty = [
        relative(path)
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and ".commit(" in path.read_text()
    ]

    assert guilty == []


def test_the_repository_speaks_of_the_product_alone() -> None:
    suspects = [path for path in tracked("") if path.suffix not in {".png", ".wasm", ".woff2"}]
    guilty = [
        relative(path)
        for path in suspects
        if path != Path(__file__) and FOREIGN.search(path.read_text(errors="ignore"))
    ]

    assert guilty == []


def test_every_decision_is_one_page() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    wrong = [
        path.name
        for path in decisions
        if len(path.read_text().splitlines()) > 40
        or "**Decision.**" not in path.read_text()
        or not re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)
    ]

    assert decisions
    assert wrong == []


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 120
