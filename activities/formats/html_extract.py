"""`html.extract`: takes what is wanted out of a web page."""

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.content import AsContent, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_BYTES = 8 * 1024 * 1024
MAX_FOUND = 10_000


class Wanted(Model):
    """One thing to take out."""

    name: str = Field(
        title="Name",
        description="Of the field in the output.",
        min_length=1,
        json_schema_extra=ui(expression="never"),
    )
    selector: str = Field(
        title="Selector",
        description="A CSS selector, as `article > h2 a`.",
        min_length=1,
        json_schema_extra=ui(placeholder="article > h2 a"),
    )
    take: Literal["text", "html", "attribute"] = Field(
        default="text", title="Take", json_schema_extra=ui(widget="select", expression="never")
    )
    attribute: str = Field(
        default="href",
        title="Attribute",
        json_schema_extra=ui(expression="never", show_if={"take": "attribute"}),
    )
    many: bool = Field(
        default=False,
        title="All of them",
        description="A list of all that match; else the first, or null.",
        json_schema_extra=ui(expression="never"),
    )


class HtmlExtractConfig(Model):
    """The page and what to take out of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"content": "<h1>Ink</h1>", "wanted": [{"name": "title", "selector": "h1"}]}
            ]
        }
    )

    content: AsContent = Field(title="Content")
    wanted: list[Wanted] = Field(
        title="What to take", description="Field by field.", min_length=1, max_length=100
    )


class HtmlExtractOutput(BaseModel):
    """What was found, by name."""

    values: dict[str, JsonValue]


@node(
    "html.extract",
    title="Extract from HTML",
    category="Files",
    icon="code",
    quick=True,
    changes=False,
)
async def html_extract(config: HtmlExtractConfig, context: NodeContext) -> HtmlExtractOutput:
    """Take texts, attributes or parts out of a web page by CSS selectors.

    Broken HTML is read as browsers do; scripts are not run. What is not there is null, or an empty list.
    A repeat gives the same.
    """
    data = await read_bytes(config.content, context, MAX_BYTES)
    return HtmlExtractOutput(values=await beside(_extract, data, config.wanted))


def _extract(data: bytes, wanted: list[Wanted]) -> dict[str, JsonValue]:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    tree = LexborHTMLParser(data)
    found: dict[str, JsonValue] = {}
    for want in wanted:
        try:
            nodes = tree.css(want.selector)[:MAX_FOUND]
        except (SelectolaxError, ValueError) as error:
            raise NodeFailed(
                f"{want.selector!r} is not a CSS selector that can be read."
            ) from error
        values: list[JsonValue] = [_take(each, want) for each in nodes]
        found[want.name] = values if want.many else next(iter(values), None)
    return found


def _take(node: "LexborNode", want: Wanted) -> JsonValue:
    if want.take == "html":
        return node.html
    if want.take == "attribute":
        return node.attributes.get(want.attribute)
    return " ".join(node.text().split())
