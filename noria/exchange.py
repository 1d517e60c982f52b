"""Workflows as a document that leaves one Noria and comes into another, as JSON or YAML.

    noria: 1
    workflows:
      - name: Order triage
        tags: [shop]
        graph: {nodes: [...], edges: [...]}

A document holds no secret: credentials and sub-workflows stay names, and what looks like a secret that
somebody typed into a config is left out and told of.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, cast

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, ValidationError

from noria.catalog import Catalog
from noria.config_schema import schema_of
from noria.errors import Invalid, Problem
from noria.nul import has_nul
from noria.pointers import to_pointer
from noria.validation import place_of, reason_of
from noria.yaml_json import read_yaml, write_yaml

FORMAT = 1
MAX_WORKFLOWS = 200

Format = Literal["json", "yaml"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=r"^[^,]*$")
]

_SECRET_HEADER = re.compile(
    r"authorization|cookie|token|secret|password|api[-_]?key", re.IGNORECASE
)


class ExchangeModel(BaseModel):
    """Refuses unknown fields, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Exported(ExchangeModel):
    """One workflow: its draft, or a version of it."""

    name: Name
    tags: list[Tag] = Field(default=[], max_length=20)
    graph: dict[str, JsonValue]


class Try(ExchangeModel):
    """What a template gives for an input; its test runs it."""

    input: JsonValue = {}
    status: Literal["succeeded", "failed"] = "succeeded"
    output: JsonValue = None
    """None: whatever it is."""
    answers: dict[str, Literal["approved", "rejected"]] = {}
    """By email; who is not in it does not answer."""
    events: dict[str, JsonValue] = {}
    """By key."""


class TemplateFacts(ExchangeModel):
    """What the gallery says of a document that is a template."""

    category: Name
    description: str
    credentials: dict[Name, str] = {}
    """Name → type of those that its nodes name: make them before it is run."""
    tries: list[Try] = []


class Document(ExchangeModel):
    """Everything that goes from one Noria to another. The first workflow calls the others."""

    noria: Literal[1] = FORMAT
    """Version of this format."""
    template: TemplateFacts | None = None
    workflows: list[Exported] = Field(min_length=1, max_length=MAX_WORKFLOWS)


def read_document(text: str) -> Document:
    """A document, or one workflow as `{name, graph}`, or a bare graph.

    Raises:
        Invalid: It is not YAML or JSON, or not a document; with every problem.
    """
    value = read_yaml(text)
    if not isinstance(value, dict):
        raise Invalid("A document is an object that begins with 'noria: 1' and has 'workflows'.")
    if has_nul(value):
        raise Invalid("A document holds no NUL character; an expression may write '\\0'.")
    document = _wrapped(value)
    try:
        return Document.model_validate(document)
    except ValidationError as error:
        raise Invalid("This is not a document of workflows.", _problems(document, error)) from error


def _problems(document: JsonValue, error: ValidationError) -> list[Problem]:
    found = [(to_pointer(place_of(document, each)), reason_of(each)) for each in error.errors()]
    return [
        Problem(code="document", message=f"{where or '/'} is wrong: {reason}", field=where)
        for where, reason in found
    ]


def _wrapped(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if "workflows" in value or "noria" in value:
        return value
    if "graph" in value:
        return {"workflows": [value]}
    if "nodes" in value:
        return {"workflows": [{"name": "Imported workflow", "graph": value}]}
    return value


def write_document(document: Document, form: Format) -> str:
    """Defaults left out."""
    value: dict[str, JsonValue] = {
        "noria": FORMAT,
        **document.model_dump(mode="json", exclude_defaults=True),
    }
    if form == "yaml":
        return write_yaml(value)
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"


def node_types(graph: Mapping[str, JsonValue]) -> list[str]:
    """In the order of the alphabet, each once."""
    return sorted({str(node.get("type")) for node in _nodes(graph)})


def sub_workflows(graph: Mapping[str, JsonValue]) -> list[str]:
    """Names or ids of the workflows that its nodes run, each once."""
    found = [
        name
        for node in _nodes(graph)
        if node.get("type") == "workflow.run"
        and isinstance(name := _config(node).get("workflow"), str)
    ]
    return list(dict.fromkeys(found))


def credentials(graph: Mapping[str, JsonValue], catalog: Catalog) -> list[str]:
    """Names of the credentials that its nodes ask for, each once."""
    found = [
        value
        for node in _nodes(graph)
        for name, hints in _hints(node, catalog)
        if hints.get("widget") == "credential" or hints.get("credential_type")
        if isinstance(value := _config(node).get(name), str) and value
    ]
    return list(dict.fromkeys(found))


def without_secrets(
    graph: Mapping[str, JsonValue], catalog: Catalog
) -> tuple[dict[str, JsonValue], list[Problem]]:
    """The graph without what looks like a typed secret, and where something was left out."""
    problems: list[Problem] = []
    nodes = [_cleaned(node, catalog, problems) for node in _nodes(graph)]
    return {**graph, "nodes": cast("JsonValue", nodes)}, problems


def _cleaned(
    node: dict[str, JsonValue], catalog: Catalog, problems: list[Problem]
) -> dict[str, JsonValue]:
    config = dict(_config(node))
    secret = {name for name, hints in _hints(node, catalog) if hints.get("secret")}
    for name, value in config.items():
        if name in secret and _is_typed(value):
            config[name] = ""
            problems.append(_left_out(node, f"/{name}"))
        elif name == "headers" and isinstance(value, dict):
            kept: dict[str, JsonValue] = {}
            for header, text in value.items():
                typed = bool(_SECRET_HEADER.search(header)) and _is_typed(text)
                kept[header] = "" if typed else text
                if typed:
                    problems.append(_left_out(node, f"/headers/{header}"))
            config[name] = kept
    return {**node, "config": config} if "config" in node else node


def _is_typed(value: JsonValue) -> bool:
    """An expression is no secret: it is read where it runs."""
    return isinstance(value, str) and bool(value) and "{{" not in value


def _left_out(node: dict[str, JsonValue], field: str) -> Problem:
    return Problem(
        severity="warning",
        code="secret_left_out",
        message=f"The value of {field[1:]!r} looks like a secret and is left out: use a credential.",
        node_id=str(node.get("id")),
        field=field,
    )


def _hints(node: dict[str, JsonValue], catalog: Catalog) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each field of the node's config with its `x-ui`."""
    version = node.get("type_version", 1)
    found = catalog.find(str(node.get("type")), version if isinstance(version, int) else 1)
    if found is None:
        return
    fields: Mapping[str, Mapping[str, Any]] = schema_of(found.config).get("properties", {})
    for name, schema in fields.items():
        yield name, schema.get("x-ui", {})


def _nodes(graph: Mapping[str, JsonValue]) -> list[dict[str, JsonValue]]:
    nodes = graph.get("nodes")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def _config(node: dict[str, JsonValue]) -> dict[str, JsonValue]:
    config = node.get("config")
    return config if isinstance(config, dict) else {}
