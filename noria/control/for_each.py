"""`for_each`: runs its body once for each item."""

from dataclasses import replace
from typing import Annotated, Literal, cast

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, ValidationInfo, field_validator

from noria.blobs import is_blob
from noria.model import Model
from noria.node_type import ControlContext, Each, control, ui

MAX_CONCURRENCY = 1_000
MAX_BATCH = 10_000


def _list_or_object(value: object) -> object:
    if not isinstance(value, list | dict):
        raise ValueError(f"a loop goes over a list or an object, not over {_named(value)}")
    return cast("object", value)


def _named(value: object) -> str:
    return "null" if value is None else f"{type(value).__name__} {str(value)[:100]!r}"


class ForEachConfig(Model):
    """What to go over, and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": []}]})

    items: Annotated[list[JsonValue] | dict[str, JsonValue], BeforeValidator(_list_or_object)] = (
        Field(
            title="Items",
            description="A list, or an object: then each property is an item, and `key` its name.",
            json_schema_extra=ui(placeholder="{{ steps.fetch.output.body.orders }}"),
        )
    )
    concurrency: int = Field(
        default=1,
        title="Concurrency",
        description="How many iterations may run at the same time; 1 is one after the other.",
        ge=1,
        le=MAX_CONCURRENCY,
        json_schema_extra=ui(expression="never"),
    )
    on_item_error: Literal["stop", "collect", "skip"] = Field(
        default="stop",
        title="When an item fails",
        description="`stop`: the loop fails; `collect`: its result is `{error}`; `skip`: it has none.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    result: JsonValue = Field(
        default=None,
        title="Result",
        description="What an iteration gives, from `item`, `steps` of the body and the like. "
        "Unset: the output of the last step of the body that ran.",
    )
    batch_size: int | None = Field(
        default=None,
        title="Batch size",
        description="Items that one activity takes at once. Unset: single ones, or 1,000 where there "
        "are many and every step of the body is quick.",
        ge=1,
        le=MAX_BATCH,
        json_schema_extra=ui(expression="never", advanced=True),
    )
    own_runs: bool | None = Field(
        default=None,
        title="Each item is a run of its own",
        description="With a page, a history and an end of its own. Unset: where a step of the body waits "
        "for a time, an event or a person, unless one sets variables, responds or can be undone.",
        json_schema_extra=ui(expression="never", advanced=True),
    )

    @field_validator("own_runs")
    @classmethod
    def _check_batches(cls, own_runs: bool | None, others: ValidationInfo) -> bool | None:
        if own_runs and others.data.get("batch_size") is not None:
            raise ValueError(
                "`batch_size` gives many items to one activity and `own_runs` gives each item a run: "
                "leave one of them out"
            )
        return own_runs


@control(
    "for_each",
    title="For each",
    category="Loops",
    icon="repeat",
    key_field="items",
    inner={"result": "after"},
)
def for_each(config: ForEachConfig, context: ControlContext) -> Each:
    """Run the body once for each item of a list, or for each property of an object.

    The body are the nodes whose `parent` is this one; those without incoming edges begin it. They
    read `item`, `index` (from 0), `key` (the property's name; null for a list) and `loop`, whose
    `loop.outer` is the loop around this one. The output is the list of results in the order of the
    items, or an object for an object, whatever the order in which they were done.

    With more than 50 items and a body of quick steps, or with a batch size, batches of items go to
    workers as one activity each: a million items take seconds, and history stays short. An item may
    then be done twice when a worker dies in the middle of its batch, with the same idempotency key.

    Where a step of the body waits for a time, an event or a person, or with `own_runs`, each item is a
    run of its own below this one, at most `concurrency` at a time: it is found, paused, cancelled and
    looked at by itself. Variables that it sets stay in it. This run waits for all of them, ends them when
    it ends, and undoes what they did when it fails.
    """
    items = config.items
    each = Each(
        None,
        concurrency=config.concurrency,
        on_item_error=config.on_item_error,
        batch_size=config.batch_size,
    )
    if isinstance(items, list):
        return replace(each, items=tuple(items))
    if is_blob(items):
        return replace(each, source=items)
    return replace(each, items=tuple(items.values()), keys=tuple(items))
