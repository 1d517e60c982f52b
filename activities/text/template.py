"""`text.template`: writes a text."""

from pydantic import BaseModel, ConfigDict, Field

from activities.data.rows import Rows, name_of, same_length
from noria.context import NodeContext
from noria.each import Each
from noria.model import Model
from noria.node_type import node, ui


class TemplateConfig(Model):
    """What to write."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Dear {{ trigger.name }},\n"}]}
    )

    text: str = Field(
        title="Text",
        description="With expressions in it. Where there are items, it comes before them.",
        json_schema_extra=ui(
            widget="textarea", multiline=True, placeholder="Dear {{ trigger.name }}, …"
        ),
    )
    items: Rows | None = Field(
        default=None, title="Items", description="A list that is written out, line by line."
    )
    line: Each | None = Field(
        default=None,
        title="Line",
        description="The text of each `item`.",
        json_schema_extra=ui(expression="each", placeholder="`${item.name}: ${item.total}`"),
    )
    separator: str = Field(
        default="\n", title="Between lines", description="What stands between two lines."
    )
    after: str = Field(
        default="",
        title="Text after the items",
        description="What comes after the lines.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )


class TemplateOutput(BaseModel):
    """The whole text."""

    text: str


@node(
    "text.template", title="Template", category="Data", icon="file-text", quick=True, changes=False
)
async def template(config: TemplateConfig, context: NodeContext) -> TemplateOutput:
    """Write a text, with a line for each item of a list if there is one.

    Nothing is escaped: for HTML and URLs escape values in the expressions. A repeat gives the same.
    """
    text = config.text
    if config.items is not None:
        values = config.items if config.line is None else config.line
        same_length(config.items, values, "line")
        text += config.separator.join(name_of(value) for value in values)
    return TemplateOutput(text=text + config.after)
