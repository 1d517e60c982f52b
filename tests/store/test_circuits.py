"""Open circuits, as workers share them."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from store.circuits import close_circuit, list_circuits, open_circuit, probe_circuit
from store.database import Database
from store.ids import new_id
from tests.store.rows import build_house

WHAT: dict[str, Any] = {"destination": "api.example.com", "credential": ""}


async def _age(database: Database, seconds: int) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                f"UPDATE circuit SET opened_at = opened_at - interval '{seconds} s', "
                f"probed_at = probed_at - interval '{seconds} s'"
            )
        )


async def test_one_caller_at_a_time_may_see_whether_it_answers(database: Database) -> None:
    house = await build_house(database)
    whose: dict[str, Any] = {"workspace_id": house.workspace_id, **WHAT}
    await open_circuit(database, **whose, reason="It answered 503.")

    early = await probe_circuit(database, **whose, open_s=10)
    await _age(database, 11)
    due = [await probe_circuit(database, **whose, open_s=10) for _ in range(3)]
    # Who probed died: the next one may.
    await _age(database, 11)
    later = await probe_circuit(database, **whose, open_s=10)

    assert (early, due, later) == (False, [True, False, False], True)


async def test_opening_again_begins_anew_and_closing_forgets(database: Database) -> None:
    house = await build_house(database)
    whose: dict[str, Any] = {"workspace_id": house.workspace_id, **WHAT}
    await open_circuit(database, **whose, reason="It answered 503.")
    await _age(database, 11)
    await probe_circuit(database, **whose, open_s=10)

    await open_circuit(database, **whose, reason="It did not answer.")
    (found,) = await list_circuits(database)
    may_probe = await probe_circuit(database, **whose, open_s=10)
    await close_circuit(database, **whose)

    assert (found.workspace_id, found.destination, found.reason) == (
        house.workspace_id, "api.example.com", "It did not answer.",
    )  # fmt: skip
    assert found.open_for_s < 5
    assert not may_probe
    assert await list_circuits(database) == []


async def test_what_nobody_calls_any_more_is_forgotten(database: Database) -> None:
    house = await build_house(database)
    await open_circuit(database, workspace_id=house.workspace_id, **WHAT, reason="It is gone.")
    await _age(database, 3_601)
    after_an_hour = await list_circuits(database)
    await _age(database, 86_400)
    await open_circuit(
        database,
        workspace_id=house.workspace_id,
        destination="other.example",
        credential="",
        reason="It answered 500.",
    )

    async with database.engine.begin() as connection:
        kept = (await connection.execute(text("SELECT destination FROM circuit"))).scalars().all()
    assert after_an_hour == []
    assert kept == ["other.example"]


async def test_a_removed_workspace_has_no_circuits(database: Database) -> None:
    gone: UUID = new_id()

    await open_circuit(database, workspace_id=gone, **WHAT, reason="It answered 500.")

    assert await list_circuits(database) == []
