"""Sends the messages of notification rules, and mails to people: the activities of `DeliverWorkflow`."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.mail import Mailer
from activities.notices import Notice, bring
from activities.redaction import redacting
from noria.domain_events import DomainEventMessage
from noria.errors import NodeUnavailable, NoriaError
from noria.notices import DELIVER, GIVE_UP, DeliverCall, DeliveryStatus, words_of
from store import deliveries, notification_rules
from store.database import Database
from store.deliveries import Begun
from worker.context import LiveContexts

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SECONDS = 30.0
"""For one attempt."""


class Deliveries:
    """Opens credentials as a node does: those that are private to an account stay closed."""

    def __init__(
        self, database: Database, contexts: LiveContexts, mailer: Mailer | None, own_url: str
    ) -> None:
        """`own_url`: where people find the web app."""
        self._database = database
        self._contexts = contexts
        self._mailer = mailer
        self._own_url = own_url

    def activities(self) -> list[Callable[..., Any]]:
        """For the worker."""

        @activity.defn(name=DELIVER)
        async def deliver(call: DeliverCall) -> None:
            await self.deliver(call)

        @activity.defn(name=GIVE_UP)
        async def give_up(call: DeliverCall) -> None:
            await self.give_up(call)

        return [deliver, give_up]

    async def deliver(self, call: DeliverCall) -> None:
        """One attempt; done with, or again, it does nothing.

        Raises:
            ApplicationError: The receiver may take it later.
        """
        ids = {"workspace_id": UUID(call.workspace_id), "delivery_id": UUID(call.delivery_id)}
        async with self._database.sessions.begin() as session:
            begun = await deliveries.begin(session, **ids)
        if begun is None:
            return
        with redacting() as secrets:
            try:
                await self._send(begun)
            except NodeUnavailable as error:
                why = secrets.text(str(error))
                await self._end(begun, "failed" if call.is_test else "sending", why)
                if not call.is_test:
                    pause = error.retry_after
                    raise ApplicationError(
                        why, type="unavailable", next_retry_delay=pause
                    ) from None
            except NoriaError as error:
                await self._end(begun, "failed", secrets.text(str(error)))
            else:
                await self._end(begun, "delivered", None)

    async def give_up(self, call: DeliverCall) -> None:
        """Its time is over."""
        async with self._database.sessions.begin() as session:
            await deliveries.give_up(
                session, workspace_id=UUID(call.workspace_id), delivery_id=UUID(call.delivery_id)
            )
        log.warning("delivery_given_up", delivery_id=call.delivery_id)

    async def _send(self, begun: Begun) -> None:
        row, rule = begun.delivery, begun.rule
        message = DomainEventMessage.model_validate({**row.body, "count": row.count})
        rule_id = str(rule.id) if rule else ""
        notice = Notice(message, words_of(message, self._own_url), str(row.id), rule_id)
        # The name is in the idempotency key: each attempt has the same.
        context = self._contexts.apart(
            str(row.workspace_id), f"delivery-{row.id}", timeout_s=SECONDS
        )
        if rule is not None:
            await bring(rule.channel, rule.config, notice, context, self._mailer)  # pyright: ignore[reportArgumentType] - the table holds no other
        else:
            await bring("mail", {"to": [begun.email]}, notice, context, self._mailer)

    async def _end(self, begun: Begun, status: DeliveryStatus, error: str | None) -> None:
        async with self._database.sessions.begin() as session:
            await deliveries.end(session, begun.delivery, status=status, error=error)
            if begun.rule is not None:
                await notification_rules.note_result(session, rule_id=begun.rule.id, error=error)
        if error is not None:
            log.warning("delivery_failed", delivery_id=str(begun.delivery.id), status=status)
