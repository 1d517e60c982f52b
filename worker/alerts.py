"""Measures workflows against their alert rules, again and again; the rows say how they stand."""

from datetime import timedelta

import structlog

from store import alert_rules, credential_expiry
from store.database import Database

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=30)


class Alerts:
    """One worker does at a time. What a crash leaves out, the next round finds again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self) -> int:
        """Give how many rules were raised or resolved; 0 also when another worker is at it."""
        async with self._database.sessions.begin() as lock:
            if not await alert_rules.try_lock(lock):
                return 0
            changed = 0
            for alert_id in await alert_rules.list_active(lock):
                # Of its own: one that can't be measured keeps no other from it.
                async with self._database.sessions.begin() as session:
                    changed += await alert_rules.check_alert(session, alert_id=alert_id)
        async with self._database.sessions.begin() as session:
            told = await credential_expiry.tell_expiring(session)
        if changed or told:
            log.info("alerts_changed", alerts=changed, credentials=told)
        return changed
