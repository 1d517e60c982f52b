import importlib
import re
import subprocess
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from local.errors import LocalError
from local.settings import LocalSettings

ROOT = Path(__file__).parents[2]
PACKAGES = ("noria", "store", "workflows", "activities", "worker", "api", "local")
ROW = re.compile(r"^\| `(NORIA_[A-Z_]+)` \| *(.*?) *\| (.+?) \| (.+?) \|$", re.MULTILINE)


def settings_classes() -> list[type[BaseSettings]]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if path.name == "settings.py" or "(BaseSettings)" in path.read_text():
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [kind for kind in below(BaseSettings) if kind.__module__.partition(".")[0] in PACKAGES]


def below(kind: type[BaseSettings]) -> list[type[BaseSettings]]:
    """All that derive from it, at any distance."""
    children = kind.__subclasses__()
    return [*children, *(each for child in children for each in below(child))]


def documented() -> dict[str, tuple[str, str, str]]:
    text = (ROOT / "docs" / "settings.md").read_text()
    return {name: (default, meaning, used) for name, default, meaning, used in ROW.findall(text)}


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    names = {f"NORIA_{field.upper()}" for kind in settings_classes() for field in kind.model_fields}

    assert set(documented()) == names


def test_documented_defaults_are_the_real_ones() -> None:
    wrong: list[str] = []
    for kind in settings_classes():
        for field, info in kind.model_fields.items():
            default: object = info.default
            if isinstance(default, Path):
                default = default.relative_to(ROOT) if default.is_absolute() else default
            is_plain = not info.is_required() and default not in (None, "")
            if is_plain and f"`{default}`" not in documented()[f"NORIA_{field.upper()}"][0]:
                wrong.append(f"{kind.__name__}.{field} is {default}")

    assert wrong == []


def test_no_other_setting_is_named_anywhere() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    mentioned = set(re.findall(r"NORIA_[A-Z_]*[A-Z]", (ROOT / "docs" / "settings.md").read_text()))
    unknown = {
        f"{path}: {name}"
        for path in listing.stdout.split()
        if path.endswith((".py", ".yml", ".md", ".ts", ".tsx", ".sh", "Makefile", "run"))
        and not path.endswith(".test.ts")
        and (ROOT / path).is_file()
        for name in re.findall(r"NORIA_[A-Z_]*[A-Z]", (ROOT / path).read_text())
        if name not in mentioned
    }

    assert unknown == set()


def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORIA_API_PORT", "eighty")

    with pytest.raises(LocalError, match="NORIA_API_PORT is 'eighty': Input should be a valid int"):
        LocalSettings.read()


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORIA_DATABASE_URL", "")

    assert LocalSettings.read().database_url is None
