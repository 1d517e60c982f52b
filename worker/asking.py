"""Asks a server or a database for a `poll` trigger, with the nodes that do so in runs."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, JsonValue, ValidationError

from activities.http_request import HttpRequestConfig, http_request
from activities.sql.query import SqlQueryConfig, sql_query
from noria.context import NodeContext
from noria.errors import ExpressionError, Invalid, NodeFailed
from noria.expressions import Budget, ExpressionItem, evaluate, evaluate_each
from noria.node_type import AnyNodeType
from noria.triggers.foreign import check_foreign
from noria.triggers.poll import MAX_KEY_CHARS, PollConfig
from store.trigger_tables import Trigger
from worker.polling import Item, News

MAX_ITEMS = 10_000


async def ask(trigger: Trigger, cursor: JsonValue, context: NodeContext) -> News:
    """The items that the answer holds, and the cursor behind them.

    Raises:
        NodeError: There is no answer, or no good one.
        ExpressionError: An expression of the trigger fails on it.
    """
    config = PollConfig.model_validate(trigger.config)
    seed = str(trigger.id)
    answer = await _answer(config, cursor, context, seed)
    scope: dict[str, JsonValue] = {"trigger": answer, "vars": {"cursor": cursor}}
    default = "trigger.body" if config.source == "http" else "trigger.rows"
    found = await _value(config.items or default, scope, seed)
    if not isinstance(found, list):
        raise NodeFailed(f"What {config.items or default!r} gives is no list: name where one is.")
    if len(found) > MAX_ITEMS:
        raise NodeFailed(f"The answer has more than {MAX_ITEMS:,} items: ask for fewer at a time.")
    now = datetime.now(UTC).isoformat()
    keys = await asyncio.to_thread(_keys, config, found, scope, seed)
    items = [_item(key, item, now) for key, item in zip(keys, found, strict=True)]
    if not config.cursor:
        return News(items, None)
    after = {**scope, "vars": {"cursor": cursor, "items": found}}
    return News(items, await _value(config.cursor, after, seed))


def _item(key: str, item: JsonValue, now: str) -> Item:
    try:
        check_foreign(item)
    except Invalid as error:
        return Item(key, None, error)
    return Item(key, {"item": item, "key": key, "polled_at": now})


async def _answer(
    config: PollConfig, cursor: JsonValue, context: NodeContext, seed: str
) -> JsonValue:
    if config.source == "sql":
        params: dict[str, JsonValue] = {"cursor": cursor} if ":cursor" in config.sql else {}
        wanted = SqlQueryConfig(
            database=config.database, sql=config.sql, params=params, limit=MAX_ITEMS
        )
        return await _run(sql_query, wanted, context)
    url = config.url
    if "{{" in url:
        item = ExpressionItem("url", url)
        scope: dict[str, JsonValue] = {"vars": {"cursor": cursor}}
        url = str((await _values([item], scope, seed))["url"])
    try:
        request = HttpRequestConfig.model_validate(
            {"url": url, "headers": config.headers, "credential": config.credential}
        )
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise NodeFailed(
            f"The URL came out as {url[:200]!r}, which can't be asked: {why}."
        ) from error
    return await _run(http_request, request, context)


async def _run(node_type: AnyNodeType, config: BaseModel, context: NodeContext) -> JsonValue:
    assert node_type.run is not None
    try:
        answer = await node_type.run(config, context)
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise NodeFailed(f"The answer can't be taken: {why}.") from error
    return answer.model_dump(mode="json", by_alias=True)


async def _value(source: str, scope: Mapping[str, JsonValue], seed: str) -> JsonValue:
    return (await _values([ExpressionItem("value", source, bare=True)], scope, seed))["value"]


async def _values(
    items: list[ExpressionItem], scope: Mapping[str, JsonValue], seed: str
) -> Mapping[str, JsonValue]:
    done = await asyncio.to_thread(
        evaluate, items, scope, budget=Budget.ACTIVITY, now=datetime.now(UTC), seed=seed
    )
    return done.values


def _keys(
    config: PollConfig, found: list[JsonValue], scope: Mapping[str, JsonValue], seed: str
) -> list[str]:
    """One for each item.

    Raises:
        NodeFailed: An item has none.
    """
    source = ExpressionItem("key", config.key, bare=True)
    scopes = [{**scope, "trigger": None, "item": item} for item in found]
    now = datetime.now(UTC)
    keys: list[str] = []
    for each in evaluate_each([source], scopes, now=now, seeds=[seed] * len(scopes)):
        if isinstance(each, ExpressionError):
            raise each
        keys.append(_key(each.values["key"]))
    return keys


def _key(value: JsonValue) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise NodeFailed(
            f"An item's key came out as {str(value)[:100]!r}: it must be text or a number."
        )
    text = str(value)
    if len(text) > MAX_KEY_CHARS:
        raise NodeFailed(f"An item's key has more than {MAX_KEY_CHARS} characters: {text[:100]!r}.")
    return text
