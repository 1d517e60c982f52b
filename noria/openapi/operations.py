"""The operations of an OpenAPI document: what each is called, takes and answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from noria.errors import Invalid
from noria.openapi.document import Object, Place, follow, list_at, object_at, wrong

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
MAX_OPERATIONS = 3_000
MAX_NAMED = 20
MAX_TITLE_CHARS = 120
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PLACES = ("path", "query", "header", "cookie")


class OperationSummary(BaseModel):
    """One to choose."""

    name: str
    """Its `operationId`, or method and path."""
    method: str
    path: str
    title: str
    deprecated: bool


class Operations(BaseModel):
    """What a document describes."""

    title: str
    version: str
    operations: list[OperationSummary]


@dataclass(frozen=True)
class Operation:
    """One of a document's."""

    method: str
    """In small letters."""
    path: str
    item: Object
    """Of its path: what all its operations share."""
    described: Object
    at: Place

    @property
    def name(self) -> str:
        return str(self.described.get("operationId") or f"{self.method.upper()} {self.path}")


@dataclass(frozen=True)
class Content:
    """A body that is sent or answered."""

    media_type: str
    schema: Any
    """None: the document does not say."""
    at: Place
    """Of the schema."""
    required: bool = False
    status: str = ""
    """Of an answer."""


def list_operations(document: Object) -> Operations:
    """In the document's order.

    Raises:
        Invalid: It has none, or is not right where they are.
    """
    info = object_at(document.get("info"), ("info",))
    found = [
        OperationSummary(
            name=each.name,
            method=each.method.upper(),
            path=each.path,
            title=str(each.described.get("summary") or "")[:MAX_TITLE_CHARS],
            deprecated=each.described.get("deprecated") is True,
        )
        for each in operations_of(document)
    ]
    if not found:
        raise wrong(("paths",), "names no operation")
    if len(found) > MAX_OPERATIONS:
        raise wrong(("paths",), f"names more than {MAX_OPERATIONS:,} operations")
    return Operations(
        title=str(info.get("title") or "")[:MAX_TITLE_CHARS],
        version=str(info.get("version") or "")[:MAX_TITLE_CHARS],
        operations=found,
    )


def operations_of(document: Object) -> Iterator[Operation]:
    for path, value in object_at(document.get("paths"), ("paths",)).items():
        item, at = follow(document, value, ("paths", path))
        for method in METHODS:
            if method in item:
                described = object_at(item[method], (*at, method))
                yield Operation(method, path, item, described, (*at, method))


def find_operation(document: Object, wanted: str) -> Operation:
    """By `operationId`, or by method and path.

    Raises:
        Invalid: The document has none of that name.
    """
    found = list(operations_of(document))
    for each in found:
        if wanted in (each.name, f"{each.method.upper()} {each.path}"):
            return each
    names = ", ".join(repr(each.name) for each in found[:MAX_NAMED]) or "none"
    raise Invalid(f"The specification has no operation {wanted!r}; it has {names}.")


def parameters_of(document: Object, operation: Operation) -> dict[str, tuple[Object, Place]]:
    """By name; the operation's own go before those of its path."""
    above = (*operation.at[:-1], "parameters")
    own = (*operation.at, "parameters")
    listed = [
        *((each, (*above, n)) for n, each in enumerate(list_at(operation.item.get("parameters"), above))),
        *((each, (*own, n)) for n, each in enumerate(list_at(operation.described.get("parameters"), own))),
    ]  # fmt: skip
    found: dict[str, tuple[Object, Place]] = {}
    for value, place in listed:
        parameter, at = follow(document, value, place)
        name = parameter.get("name")
        if not isinstance(name, str) or not name:
            raise wrong(at, "is a parameter without a name")
        if parameter.get("in") not in PLACES:
            raise wrong(at, f"has to say where {name!r} goes: in {', '.join(PLACES)}")
        found[name] = (parameter, at)
    return found


def request_of(document: Object, operation: Operation) -> Content | None:
    """The body that it takes: JSON rather than a form, a form rather than anything else."""
    at = (*operation.at, "requestBody")
    if operation.described.get("requestBody") is None:
        return None
    body, at = follow(document, operation.described["requestBody"], at)
    return _content(document, body, at, required=body.get("required") is True)


def answer_of(document: Object, operation: Operation) -> Content | None:
    """What it answers where all is well."""
    at = (*operation.at, "responses")
    answers = object_at(operation.described.get("responses"), at)
    good = sorted(name for name in map(str, answers) if name.startswith("2"))
    for status in [*good, "default"]:
        if status in answers:
            answer, place = follow(document, answers[status], (*at, status))
            return _content(document, answer, place, status=status)
    return None


def _content(document: Object, holder: Object, at: Place, **more: Any) -> Content | None:
    at = (*at, "content")
    offered = object_at(holder.get("content"), at)
    if not offered:
        return None
    chosen = min(offered, key=_rank)
    media, place = follow(document, offered[chosen], (*at, chosen))
    return Content(chosen.partition(";")[0], media.get("schema"), (*place, "schema"), **more)


def _rank(media_type: str) -> int:
    name = media_type.partition(";")[0].strip().lower()
    if name in (JSON, "*/*"):
        return 0
    if name.endswith("+json"):
        return 1
    return 2 if name == FORM else 3
