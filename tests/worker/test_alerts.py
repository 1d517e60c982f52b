"""The round that measures all alert rules."""

from sqlalchemy import text

from store.database import Database
from tests.store.rows import build_house
from tests.store.test_alert_rules import add_rule, check, ended
from worker.alerts import Alerts


async def test_a_round_measures_every_rule_that_is_not_paused(database: Database) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, "failure_rate")
    paused = await add_rule(database, house, "duration", threshold=1)
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE alert_rule SET paused_at = now() WHERE id = :id"), {"id": paused}
        )
    await ended(database, house, "failed", 2)

    assert await Alerts(database).sweep() == 1
    assert await Alerts(database).sweep() == 0
    rule, told = await check(database, rule_id)
    assert (rule.is_raised, told) == (True, ["alert.raised"])
