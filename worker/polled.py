"""Which types of triggers a worker asks or takes messages for, and with what."""

from pydantic import JsonValue

from activities.adapter.attempt import ContextFactory
from noria.context import NodeContext
from noria.triggers.news import Ask as AskBrought
from noria.triggers.registry import load_trigger_types
from noria.triggers.trigger_type import TriggerType
from store.launch import Launching
from store.trigger_tables import Trigger
from worker import asking, mailbox
from worker.consumers import Consumers
from worker.polling import SECONDS, Ask, Item, News, Polling


def make_polling(parts: Launching, contexts: ContextFactory) -> Polling:
    """With the contexts of nodes: their guard, credentials, circuits and rates."""
    return Polling(
        parts,
        lambda call: contexts(call, attempt=1, timeout_s=SECONDS),
        {"poll": asking.ask, "email": mailbox.look, **_brought()},
    )


def _brought() -> dict[str, Ask]:
    """Those of the types that packages bring."""
    types = load_trigger_types()
    return {name: _asker(each, each.ask) for name, each in types.items() if each.ask}


def _asker(brought: TriggerType, ask: AskBrought) -> Ask:
    async def look(trigger: Trigger, cursor: JsonValue, context: NodeContext) -> News:
        news = await ask(brought.config.model_validate(trigger.config), cursor, context)
        return News([Item(each.key, each.payload) for each in news.items], news.cursor)

    return look


def make_consumers(parts: Launching, contexts: ContextFactory) -> Consumers:
    """As `make_polling`."""
    return Consumers(parts, lambda call: contexts(call, attempt=1, timeout_s=SECONDS))
