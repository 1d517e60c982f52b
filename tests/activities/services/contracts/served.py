"""A service as its contract says: takes what the description allows, and says what it doesn't."""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx2
import jsonschema_rs
import orjson

Json = dict[str, Any]


@dataclass
class Served:
    """Answers 400 with every breach of the contract, else what the description says first."""

    contract: Json
    asked: list[str] = field(default_factory=list[str])
    """Operations, as `GET /path/{part}`."""

    @classmethod
    def of(cls, name: str) -> "Served":
        return cls(orjson.loads((Path(__file__).parent / f"{name}.json").read_bytes()))

    def client(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=httpx2.MockTransport(self.answer))

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        breaches, status = self._check(request)
        if breaches:
            return httpx2.Response(400, json={"message": " ".join(breaches)})
        return httpx2.Response(status, json=None if status == 204 else {"id": "1"})

    def _check(self, request: httpx2.Request) -> tuple[list[str], int]:
        if f"{request.url.scheme}://{request.url.host}" != self.contract["server"]:
            return [f"{request.url.host} is another server."], 0
        path = request.url.raw_path.decode().partition("?")[0]
        for key, operation in self.contract["operations"].items():
            method, template = key.split(" ")
            parts = re.fullmatch(_pattern(template), path)
            if method == request.method and parts:
                self.asked.append(key)
                values = {name: unquote(text) for name, text in parts.groupdict().items()}
                breaches = [
                    *_signature(request, self.contract["signs"]),
                    *_parameters(request, operation["parameters"], values),
                    *_body(request, operation.get("body")),
                ]
                good = [int(each) for each in operation["responses"] if each.startswith("2")]
                return breaches, min(good)
        return [f"There is no {request.method} {path}."], 0


def _pattern(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        rf"(?P<{part}>[^/:]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )


def _signature(request: httpx2.Request, kinds: list[str]) -> list[str]:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() not in kinds or not value:
        return [f"It is signed as {kind or 'nobody'!r}, not as one of {kinds}."]
    if kind == "Basic" and b":" not in b64decode(value):
        return ["Basic needs a name and a password."]
    return []


def _parameters(request: httpx2.Request, known: Json, parts: dict[str, str]) -> list[str]:
    query = dict(request.url.params)
    given = {
        "path": parts,
        "query": query,
        "header": {name: request.headers[name] for name in known if name in request.headers},
    }
    breaches = [f"No parameter {name!r}." for name in query if name not in known]
    for name, parameter in known.items():
        values = given[parameter["in"]]
        if name in values:
            value = _read(values[name], parameter["schema"])
            breaches += _breaches(parameter["schema"], value, name)
        elif parameter["required"]:
            breaches.append(f"The parameter {name!r} is missing.")
    return breaches


def _body(request: httpx2.Request, body: Json | None) -> list[str]:
    if not request.content:
        return ["It has no body."] if body and body["required"] else []
    if body is None:
        return ["It takes no body."]
    media = request.headers.get("content-type", "").partition(";")[0]
    if media != body["media"]:
        return [f"Its body is {media!r}, not {body['media']!r}."]
    # What a description leaves open it doesn't know: a name that it doesn't list is a slip of ours.
    schema = {"additionalProperties": False, **body["schema"]}
    if media.endswith("json"):
        return _breaches(schema, orjson.loads(request.content), "body")
    return _breaches(schema, _form(request.content.decode(), schema), "body")


def _form(text: str, schema: Json) -> Json:
    """`a[b]=1` as a form's reader nests it, in the types that the schema has."""
    found: Json = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", key)
        at, known = found, schema.get("properties", {}).get(first, {})
        for name, following in zip([first, *rest], rest, strict=False):
            at = at.setdefault(name, {})
            known = known.get("properties", {}).get(following, {})
        at[(rest or [first])[-1]] = _read(value, known)
    return found


def _read(text: str, schema: Json) -> Any:
    """A text of a path, a query or a form as its type; one that can't be stays a text."""
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text.split(",") if kind == "array" else text


def _breaches(schema: Json, value: Any, where: str) -> list[str]:
    found = jsonschema_rs.Draft202012Validator(schema).iter_errors(value)
    return [f"{where}: {error.message} at {list(error.instance_path)}." for error in found]
