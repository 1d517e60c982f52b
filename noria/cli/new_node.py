"""`noria new-node`: writes a node type and its test, which works as it stands, to be filled in."""

import re
from argparse import Namespace
from pathlib import Path
from string import Template

from noria.cli.report import FAILED
from noria.errors import Invalid

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")

_NODE = Template('''"""`$name`: says what it was given."""

from pydantic import BaseModel, ConfigDict, Field

from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.node_type import node, ui


class ${model}Config(BaseModel):
    """What the form asks for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "hello"}]})

    text: str = Field(
        title="Text", description="What to say.", json_schema_extra=ui(placeholder="hello")
    )


class ${model}Output(BaseModel):
    """What later steps read as `steps.<id>.output`."""

    said: str


@node("$name", title="$title", category="$category", icon="box", key_field="text")
async def $function(config: ${model}Config, context: NodeContext) -> ${model}Output:
    """Say what it was given.

    A repeat gives the same answer and changes nothing.
    """
    if not config.text:
        raise NodeFailed("The text is empty; write what to say.")
    return ${model}Output(said=config.text)
''')

_TEST = Template("""from types import SimpleNamespace
from typing import Any, cast

import pytest

from $module import ${model}Config, $function
from noria.errors import NodeFailed

# Only what the node uses: see `noria.context.NodeContext` for the rest.
CONTEXT = cast("Any", SimpleNamespace(idempotency_key="r1:say:"))


async def run(**config: Any) -> Any:
    assert $function.run is not None
    return await $function.run(${model}Config(**config), CONTEXT)


async def test_it_says_what_it_was_given() -> None:
    answer = await run(text="hello")

    assert answer.said == "hello"


async def test_nothing_can_not_be_said() -> None:
    with pytest.raises(NodeFailed, match="empty"):
        await run(text="")
""")


def new_node(arguments: Namespace) -> int:
    """Overwrites nothing."""
    name: str = arguments.name
    if not _NAME.fullmatch(name):
        raise Invalid(
            f"{name!r} is no name of a node type: use small letters, digits and underscores, in two "
            "parts or more, as 'words.define'."
        )
    *groups, last = name.split(".")
    folder, tests = Path(arguments.folder), Path(arguments.tests)
    file = folder.joinpath(*groups, f"{last}.py")
    test = tests.joinpath(*groups, f"test_{last}.py")
    there = [str(path) for path in (file, test) if path.exists()]
    if there:
        print(f"noria: {' and '.join(there)} exists already: choose another name.")
        return FAILED
    words = {
        "name": name,
        "model": "".join(part.title() for part in re.split(r"[._]", name)),
        "title": " ".join((*groups, last)).replace("_", " ").capitalize(),
        "category": groups[0].replace("_", " ").capitalize(),
        "function": last if last.isidentifier() else f"do_{last}",
        "module": ".".join(file.with_suffix("").parts).lstrip("/."),
    }
    _write(file, _NODE.substitute(words), folder)
    _write(test, _TEST.substitute(words), tests)
    print(f"{file}\n{test}\nFill them in; the form, the palette and the docs follow.")
    return 0


def _write(path: Path, text: str, root: Path) -> None:
    """With the packages that it needs below `root`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in path.parents:
        if parent == root:
            break
        init = parent / "__init__.py"
        if not init.exists():
            init.write_text(f'"""{parent.name.capitalize()}."""\n')
    path.write_text(text)
