"""`http.paginate`: gathers a list that an API gives page by page."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Literal

import httpx2
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.calls import Answer, Call, send
from activities.signing import TYPES
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_PAGES = 1_000
MAX_ITEMS = 200_000
_NEXT = re.compile(r'<([^>]*)>[^,]*;\s*rel="?next"?(?:[;,\s]|$)')
_KIND = ui(expression="never")


class ByLink(Model):
    """The answer's `Link` header, or a field of it, has the URL of the next page."""

    kind: Literal["link"] = Field(default="link", json_schema_extra=_KIND)
    at: str = Field(
        default="",
        title="URL at",
        description="Path in the answer, as `paging.next`; empty: the `Link` header.",
        json_schema_extra=_KIND,
    )


class ByCursor(Model):
    """The answer has a cursor that the next request sends."""

    kind: Literal["cursor"] = Field(json_schema_extra=_KIND)
    at: str = Field(title="Cursor at", description="Path in the answer, as `meta.next_cursor`.",
                    json_schema_extra=_KIND)  # fmt: skip
    parameter: str = Field(default="cursor", title="Sent as", json_schema_extra=_KIND)


class ByPage(Model):
    """Pages are numbered, or counted by items; an empty one is the end."""

    kind: Literal["page"] = Field(json_schema_extra=_KIND)
    parameter: str = Field(default="page", title="Sent as", json_schema_extra=_KIND)
    first: int = Field(default=1, title="First", ge=0)
    step: int = Field(default=1, title="Step", description="Items in a page, for an offset.", ge=1)


class PaginateConfig(Model):
    """Where the list is, and how it goes on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"url": "https://api.example.com/orders", "items_at": "data"}]
        }
    )

    url: str = Field(title="URL", description="Of the first page.")
    query: dict[str, str | int | float | bool] = Field(
        default={},
        title="Query",
        description="Sent with every page, but for links.",
        json_schema_extra=ui(widget="key_value"),
    )
    headers: dict[str, str] = Field(
        default={}, title="Headers", json_schema_extra=ui(widget="key_value")
    )
    items_at: str = Field(
        default="",
        title="Items at",
        description="Path of the list in the answer, as `data.items`; empty: the answer is the list.",
        json_schema_extra=_KIND,
    )
    next: Annotated[ByLink | ByCursor | ByPage, Field(discriminator="kind")] = Field(
        default=ByLink(), title="Next page", description="How the list goes on."
    )
    max_pages: int = Field(default=100, title="Pages at most", ge=1, le=MAX_PAGES)
    credential: CredentialName | None = Field(
        default=None,
        title="Credential",
        description="Sent to the hosts that it allows only.",
        json_schema_extra=ui(
            widget="credential", credential_type="|".join(TYPES), expression="never"
        ),
    )


class PaginateOutput(BaseModel):
    """All items, in the order of the pages."""

    items: list[JsonValue]
    count: int
    pages: int
    more: bool
    """Whether there are pages that were not asked for."""


@node(
    "http.paginate",
    title="All pages",
    category="Network",
    icon="layers",
    key_field="url",
    changes=False,
)
async def paginate(config: PaginateConfig, context: NodeContext) -> PaginateOutput:
    """Gather a list that an API gives page by page: by links, cursors, page numbers or offsets.

    It only reads. A repeat begins at the first page again. Links to another host than the first page's are
    refused.
    """
    credential = None
    if config.credential:
        credential = await context.credential(config.credential, *TYPES)
    items: list[JsonValue] = []
    place: _Place | None = _first(config)
    pages = 0
    while place is not None and pages < config.max_pages:
        answer = await send(
            Call(
                method="GET",
                url=place.url,
                query=place.query,
                headers=config.headers,
                credential=credential,
                read_as="json",
            ),
            context,
        )
        found = _items(answer.body, config.items_at)
        items += found
        pages += 1
        if len(items) > MAX_ITEMS:
            raise NodeFailed(f"The list has more than {MAX_ITEMS:,} items; ask for fewer.")
        context.heartbeat(pages)
        place = _next(config, place, answer, found)
    return PaginateOutput(items=items, count=len(items), pages=pages, more=place is not None)


@dataclass(frozen=True)
class _Place:
    url: str
    query: dict[str, str] = field(default_factory=dict[str, str])


def _first(config: PaginateConfig) -> _Place:
    query = {name: _text(value) for name, value in config.query.items()}
    if isinstance(config.next, ByPage):
        query[config.next.parameter] = str(config.next.first)
    return _Place(config.url, query)


def _next(
    config: PaginateConfig, place: _Place, answer: Answer, found: list[JsonValue]
) -> _Place | None:
    way = config.next
    if isinstance(way, ByPage):
        number = int(place.query[way.parameter]) + way.step
        return _Place(place.url, {**place.query, way.parameter: str(number)}) if found else None
    if isinstance(way, ByCursor):
        cursor = _at(answer.body, way.at)
        if cursor in (None, "", False):
            return None
        if place.query.get(way.parameter) == str(cursor):
            raise NodeFailed(f"The API gave the cursor {str(cursor)[:100]!r} twice.")
        return _Place(place.url, {**place.query, way.parameter: str(cursor)})
    return _link(way, answer, config.url)


def _link(way: ByLink, answer: Answer, first: str) -> _Place | None:
    if way.at:
        url = _at(answer.body, way.at)
    else:
        match = _NEXT.search(answer.headers.get("link", ""))
        url = match[1] if match else None
    if not isinstance(url, str) or not url:
        return None
    target = httpx2.URL(answer.url).join(url)
    if target.origin != httpx2.URL(first).origin:
        raise NodeFailed(f"The next page is said to be at {target.host!r}, which is another host.")
    if str(target) == answer.url:
        raise NodeFailed("The API says that a page comes after itself.")
    return _Place(str(target))


def _items(body: JsonValue, path: str) -> list[JsonValue]:
    found = _at(body, path)
    if not isinstance(found, list):
        where = f"at {path!r}" if path else "in the answer"
        raise NodeFailed(f"There is no list {where}: say where the items are.")
    return found


def _at(value: JsonValue, path: str) -> JsonValue:
    for name in filter(None, path.split(".")):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
