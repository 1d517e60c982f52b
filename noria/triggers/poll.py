"""`poll`: a server or a database is asked again and again; each new item starts a run."""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, JsonValue, model_validator

from noria.expressions import ExpressionItem, check
from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

MAX_KEY_CHARS = 500


def _shown(source: str, **more: Any) -> dict[str, Any]:
    return ui(expression="never", show_if={"source": source}, **more)


class PollConfig(Model):
    """A server or a database is asked again and again; each new item starts one run.

    An item is known by its key, for as long as it is still given and 90 days beyond, whatever happens to
    the workers meanwhile. A cursor, if there is one, is kept from one time to the next: a URL reads it as
    `{{ vars.cursor }}`, SQL as the parameter `:cursor`; at first it is null.
    """

    source: Literal["http", "sql"] = Field(
        title="What is asked", json_schema_extra=ui(widget="select", expression="never")
    )
    every_s: int = Field(
        default=300,
        title="Every",
        description="Seconds between two times.",
        ge=10,
        le=7 * 86_400,
        json_schema_extra=ui(unit="s", expression="never"),
    )
    url: str = Field(
        default="",
        title="URL",
        max_length=4_000,
        json_schema_extra=_shown(
            "http", placeholder="https://api.example.com/orders?after={{ vars.cursor ?? 0 }}"
        ),
    )
    headers: dict[str, str] = Field(
        default={}, title="Headers", json_schema_extra=_shown("http", widget="key_value")
    )
    credential: str | None = Field(
        default=None,
        title="Credential",
        max_length=100,
        json_schema_extra=_shown(
            "http", widget="credential", credential_type="bearer|basic|header|oauth2"
        ),
    )
    database: str = Field(
        default="",
        title="Database",
        description="Name of a credential that holds the database's URL.",
        max_length=100,
        json_schema_extra=_shown("sql", widget="credential", credential_type="database"),
    )
    sql: str = Field(
        default="",
        title="SQL",
        description="With `:cursor` where the cursor goes. Nothing that it changes is kept.",
        max_length=100_000,
        json_schema_extra=_shown(
            "sql",
            widget="code",
            language="sql",
            multiline=True,
            placeholder="SELECT * FROM orders WHERE id > coalesce(:cursor, 0) ORDER BY id",
        ),
    )
    items: str = Field(
        default="",
        title="Items",
        description="An expression that gives the list; `trigger` is the answer. Empty: its `body`, or its rows.",
        max_length=4_000,
        json_schema_extra=ui(expression="never", placeholder="trigger.body.orders"),
    )
    key: str = Field(
        title="Key of an item",
        description="An expression that names the item: an item with a key that came before starts nothing.",
        min_length=1,
        max_length=4_000,
        json_schema_extra=ui(expression="never", placeholder="item.id"),
    )
    cursor: str = Field(
        default="",
        title="Cursor",
        description="An expression that gives the next cursor of `trigger` and `vars.items`. Empty: none.",
        max_length=4_000,
        json_schema_extra=ui(
            expression="never", placeholder="vars.items.at(-1)?.id ?? vars.cursor"
        ),
    )
    first: Literal["skip", "start"] = Field(
        default="skip",
        title="What is there the first time",
        description="`skip`: only what comes later starts runs. `start`: all of it does.",
        json_schema_extra=ui(widget="select", expression="never"),
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.source == "http" and not self.url.startswith(("http://", "https://", "{{")):
            raise ValueError("give the URL to ask, as 'https://api.example.com/orders'")
        if self.source == "sql" and not (self.database and self.sql):
            raise ValueError("give the database's credential and the SQL to ask with")
        bare = {"items": self.items, "key": self.key, "cursor": self.cursor}
        items = [ExpressionItem(name, text, bare=True) for name, text in bare.items() if text]
        if "{{" in self.url:
            items.append(ExpressionItem("url", self.url))
        for name, error in check(items):
            raise ValueError(f"{name}: {error}")
        return self


class PollMessage(BaseModel):
    """One item."""

    item: JsonValue
    key: str
    polled_at: str


def in_words(config: PollConfig) -> str:
    """One line for people."""
    what = config.url if config.source == "http" else f"the database {config.database}"
    return f"Asks {what} every {config.every_s} s"


POLL = TriggerType(
    name="poll",
    title="Poll",
    icon="refresh-cw",
    config=PollConfig,
    source="poll",
    output=PollMessage,
    words=in_words,
    place=("source", "url", "credential", "database", "sql"),
)
