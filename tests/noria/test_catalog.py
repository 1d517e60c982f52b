import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema_rs import Draft202012Validator

from noria.catalog import Catalog, find_node_types, load_catalog, load_control_catalog
from noria.config_schema import schema_of
from noria.errors import Invalid, NotFound
from noria.model import Model
from noria.node_type import AnyNodeType, Output, UiHint, control
from tests.noria.graphs import CATALOG, call

NODE_TYPES = list(load_catalog())
SHOWN = [node_type for node_type in NODE_TYPES if not node_type.internal]
each_node_type = pytest.mark.parametrize(
    "node_type", NODE_TYPES, ids=[node_type.name for node_type in NODE_TYPES]
)
each_shown_node_type = pytest.mark.parametrize(
    "node_type", SHOWN, ids=[node_type.name for node_type in SHOWN]
)


class Empty(Model):
    """No fields."""


def test_the_control_nodes_are_found() -> None:
    names = load_control_catalog().names()

    assert {"start", "end", "branch", "vars.set", "for_each", "break"} <= set(names)
    assert {node_type.lane for node_type in load_control_catalog()} == {"control"}


def test_installed_packages_bring_their_node_types() -> None:
    http = load_catalog().get("http.request", 1)

    assert http.lane == "activity"
    assert load_catalog() is load_catalog()


def test_a_module_alone_is_searched_too() -> None:
    module = ModuleType("some_nodes")
    module.__dict__.update(call=call, same_again=call, other=1)

    assert len(Catalog(find_node_types(module))) == 1


def test_a_package_is_searched_to_its_depth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, closed = tmp_path / "shelf" / "inner", tmp_path / "shelf" / "closed"
    for folder in (inner, closed):
        folder.mkdir(parents=True)
    (tmp_path / "shelf" / "__init__.py").write_text("")
    (inner / "__init__.py").write_text("")
    (inner / "one.py").write_text("from tests.noria.graphs import call")
    (closed / "__init__.py").write_text("NODE_TYPES = False")
    (closed / "two.py").write_text("raise RuntimeError('imported')")
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])

    assert list(find_node_types(import_module("shelf"))) == [call]


@pytest.mark.parametrize(
    ("metadata", "owner"), [("Name: word-nodes\nVersion: 1\n", "word-nodes"), ("", "word_nodes")]
)
def test_a_node_type_says_which_package_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: str, owner: str
) -> None:
    # It imports one of ours, too, as a package may.
    (tmp_path / "word_nodes.py").write_text(
        "from activities.http_request import http_request\nfrom tests.noria.graphs import call\n"
    )
    described = tmp_path / "word_nodes-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text(metadata)
    (described / "entry_points.txt").write_text("[noria.nodes]\na_first = word_nodes\n")
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "word_nodes", raising=False)

    owners = {each["type"]: each["owner"] for each in load_catalog.__wrapped__().manifest()}

    assert owners.pop("test.call") == owner
    assert set(owners.values()) == {"noria"}


def test_an_unknown_node_type_is_not_found() -> None:
    with pytest.raises(NotFound, match="version 2"):
        CATALOG.get("start", 2)

    assert CATALOG.find("start", 2) is None
    assert CATALOG.versions("start") == (1,)
    assert CATALOG.versions("nope") == ()


def test_two_node_types_of_one_name_are_refused() -> None:
    @control("test.call", title="Another", icon="x")
    def another(config: Empty, context: object) -> Output:
        """Do nothing."""
        return Output(None)

    with pytest.raises(Invalid, match=r"'test\.call', version 1"):
        Catalog([call, another])


def test_the_manifest_says_where_a_config_names_ports() -> None:
    manifest = {entry["type"]: entry for entry in CATALOG.manifest()}

    assert manifest["set"]["ports"] == ["out"]
    assert manifest["end"]["ports"] == []
    assert manifest["branch"]["ports"] is None
    assert manifest["branch"]["ports_from"] == ["/cases/*/port", "/default"]
    assert manifest["delay"]["output_schema"]["required"] == ["waited_s"]
    assert manifest["test.call"]["key_field"] == "url"


@each_shown_node_type
def test_every_node_type_explains_itself(node_type: AnyNodeType) -> None:
    [entry] = Catalog([node_type]).manifest()

    assert entry["title"]
    assert entry["description"].endswith(".")
    assert entry["docs"].startswith(entry["description"][:20])
    assert entry["key_field"] is None or entry["key_field"] in entry["config_schema"]["properties"]


@each_node_type
def test_every_hint_in_a_schema_is_one_that_forms_know(node_type: AnyNodeType) -> None:
    schema = schema_of(node_type.config)

    for fields in [schema, *schema.get("$defs", {}).values()]:
        for field in fields.get("properties", {}).values():
            UiHint.model_validate(field.get("x-ui", {}))


@each_shown_node_type
def test_a_new_node_starts_with_a_config_of_the_right_shape(node_type: AnyNodeType) -> None:
    [entry] = Catalog([node_type]).manifest()
    schema, config = entry["config_schema"], entry["default_config"]
    required = schema.get("required", [])
    # Nobody knows yet what an expression gives.
    plain = {key: value for key, value in config.items() if "{{" not in str(value)}
    still = {**schema, "required": [key for key in required if key in plain or key not in config]}

    if config or not required:
        assert Draft202012Validator(still).is_valid(plain)
