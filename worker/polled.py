"""Which types of triggers a worker asks or takes messages for, and with what."""

from activities.adapter.attempt import ContextFactory
from store.launch import Launching
from worker import asking, mailbox
from worker.consumers import Consumers
from worker.polling import SECONDS, Polling


def make_polling(parts: Launching, contexts: ContextFactory) -> Polling:
    """With the contexts of nodes: their guard, credentials, circuits and rates."""
    return Polling(
        parts,
        lambda call: contexts(call, attempt=1, timeout_s=SECONDS),
        {"poll": asking.ask, "email": mailbox.look},
    )


def make_consumers(parts: Launching, contexts: ContextFactory) -> Consumers:
    """As `make_polling`."""
    return Consumers(parts, lambda call: contexts(call, attempt=1, timeout_s=SECONDS))
