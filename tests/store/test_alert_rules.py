"""Alert rules are measured on the rows of runs, raised once, and over when things are well again."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from store import alert_rules
from store.credential_expiry import tell_expiring
from store.database import Database
from store.ids import new_id
from store.notice_tables import AlertRule, DomainEvent
from tests.store.rows import House, add_run, build_house


async def add_rule(database: Database, house: House, metric: str, **more: Any) -> UUID:
    given: dict[str, Any] = {"threshold": 50, "window_s": 3600, "min_runs": 2, "quiet_s": 600}
    rule = AlertRule(
        id=new_id(),
        workspace_id=house.workspace_id,
        workflow_id=house.workflow_id,
        name="Limit",
        metric=metric,
        **{**given, **more},
    )
    async with database.sessions.begin() as session:
        await alert_rules.add_alert(session, rule=rule)
    return rule.id


async def change(database: Database, statement: str, **values: Any) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(statement), values)


async def ended(database: Database, house: House, status: str, count: int = 1) -> None:
    for _ in range(count):
        run_id = await add_run(database, house.workspace_id, house.workflow_id)
        await change(
            database,
            "UPDATE run SET status = :status, started_at = now() - interval '20 seconds',"
            " finished_at = now() WHERE id = :id",
            status=status,
            id=run_id,
        )


async def check(database: Database, rule_id: UUID) -> tuple[AlertRule, list[str]]:
    """As it stands, and the alerts that were told of so far."""
    async with database.sessions.begin() as session:
        await alert_rules.check_alert(session, alert_id=rule_id)
    async with database.sessions.begin() as session:
        rule = (await session.exec(select(AlertRule).where(AlertRule.id == rule_id))).one()
        told = await session.exec(
            select(DomainEvent.type)
            .where(
                DomainEvent.workspace_id == rule.workspace_id,
                col(DomainEvent.type).startswith("alert."),
            )
            .order_by(col(DomainEvent.id))
        )
        return rule, list(told)


async def add_credential(database: Database, house: House, name: str, days: int) -> None:
    """Its end is what people said of it."""
    await change(
        database,
        "INSERT INTO credential (id, workspace_id, name, type, public, key_id, wrapped_key,"
        " sealed, allowed_hosts, expires_at) VALUES (gen_random_uuid(), :workspace, :name,"
        " 'bearer', '{}', 'k', '', '{}', '{}', now() + make_interval(days => :days))",
        workspace=house.workspace_id, name=name, days=days,
    )  # fmt: skip


async def test_a_failure_rate_is_raised_once_and_over_once(database: Database) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, "failure_rate")

    await ended(database, house, "failed")
    few, none = await check(database, rule_id)
    await ended(database, house, "failed", 2)
    raised, told = await check(database, rule_id)
    _, again = await check(database, rule_id)
    await ended(database, house, "succeeded", 3)
    over, both = await check(database, rule_id)

    assert (few.value, few.runs, none) == (None, 1, [])
    assert (raised.is_raised, raised.value, raised.runs) == (True, 100, 3)
    assert told == again == ["alert.raised"]
    assert (over.is_raised, over.value) == (False, 50)
    assert both == ["alert.raised", "alert.resolved"]


async def test_in_its_quiet_period_nobody_is_told_again(database: Database) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, "failure_rate")
    await ended(database, house, "failed", 2)
    await check(database, rule_id)
    await change(database, "UPDATE alert_rule SET is_raised = false")

    quiet, told = await check(database, rule_id)
    await change(database, "UPDATE alert_rule SET raised_at = now() - interval '11 minutes'")
    loud, more = await check(database, rule_id)

    assert (quiet.is_raised, told) == (False, ["alert.raised"])
    assert (loud.is_raised, more) == (True, ["alert.raised", "alert.raised"])


@pytest.mark.parametrize(("threshold", "is_raised"), [(10, True), (60, False)])
async def test_a_duration_is_that_of_nearly_all_runs(
    database: Database, threshold: float, is_raised: bool
) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, "duration", threshold=threshold)
    await ended(database, house, "succeeded", 2)

    rule, _ = await check(database, rule_id)

    assert rule.is_raised is is_raised
    assert rule.value == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize(
    ("metric", "change_run"),
    [
        ("duration", "status = 'running', started_at = now() - interval '9 minutes'"),
        ("waiting", "created_at = now() - interval '9 minutes'"),
    ],
)
async def test_what_goes_on_for_too_long_counts_before_it_ends(
    database: Database, metric: str, change_run: str
) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, metric, threshold=300, min_runs=1)
    before, _ = await check(database, rule_id)
    await change(database, f"UPDATE run SET {change_run}")

    after, told = await check(database, rule_id)

    assert (before.is_raised, before.runs) == (False, 0)
    assert (after.is_raised, after.runs, told) == (True, 1, ["alert.raised"])


async def test_test_runs_and_other_workflows_do_not_count(database: Database) -> None:
    house = await build_house(database)
    rule_id = await add_rule(database, house, "failure_rate", min_runs=1)
    await ended(database, house, "failed", 2)
    await change(database, "UPDATE run SET version = NULL")

    rule, told = await check(database, rule_id)

    assert (rule.runs, told) == (0, [])


async def test_a_credential_that_nothing_renews_is_told_of_once(database: Database) -> None:
    house = await build_house(database)
    for name, type_name, sealed, days in (
        ("soon", "oauth2_code", "{}", 1),
        ("renewed", "oauth2_code", '{"refresh_token": "x"}', 1),
        ("later", "oauth2_code", "{}", 30),
        ("other", "bearer", "{}", 1),
    ):
        # What a type of its own shows under this name means what that type says.
        await change(
            database,
            "INSERT INTO credential (id, workspace_id, name, type, public, key_id, wrapped_key,"
            " sealed, allowed_hosts) VALUES (gen_random_uuid(), :workspace, :name, :type,"
            " json_build_object('expires_at', now() + make_interval(days => :days)), 'k', '',"
            " CAST(:sealed AS json), '{}')",
            workspace=house.workspace_id, name=name, type=type_name, sealed=sealed, days=days,
        )  # fmt: skip

    for expected in (1, 0):
        async with database.sessions.begin() as session:
            assert await tell_expiring(session) == expected
    async with database.sessions.begin() as session:
        rows = await session.exec(
            select(DomainEvent).where(DomainEvent.type == "credential.expiring")
        )
        assert [row.data["name"] for row in rows] == ["soon"]


async def test_what_people_say_of_an_end_is_told_again_when_it_changes(database: Database) -> None:
    house = await build_house(database)
    for name, days in (("soon", 5), ("over", -1), ("later", 9)):
        await add_credential(database, house, name, days)
    told: list[int] = []
    for moved in ("", "UPDATE credential SET expires_at = expires_at - interval '3 days'"):
        if moved:
            await change(database, moved)
        async with database.sessions.begin() as session:
            told.append(await tell_expiring(session))

    assert told == [2, 3]
