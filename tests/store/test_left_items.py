"""Runs of items whose loop's run was ended from outside."""

from noria.errors import Unavailable
from noria.model import NodeId
from noria.sub_runs import ItemRunOrder
from store import sub_runs
from store.database import Database
from store.ids import new_id
from store.left_items import cancel_items, cancel_left
from tests.store.rows import House, build_house, write


class Temporal:
    """Remembers whom it was told to cancel."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.cancelled: list[str] = []
        self.is_away = is_away

    async def cancel(self, run_id: str) -> bool:
        if self.is_away:
            raise Unavailable("Temporal does not answer.")
        self.cancelled.append(run_id)
        return True


async def add_item(database: Database, house: House, iteration: str) -> str:
    order = ItemRunOrder(
        run_id=str(new_id()),
        parent_run_id=str(house.run_id),
        workspace_id=str(house.workspace_id),
        node_id=NodeId("each__item"),
        iteration=iteration,
        facts={},
    )
    async with database.sessions.begin() as session:
        assert await sub_runs.add_item_run(session, order=order)
    return order.run_id


async def test_those_under_way_of_a_run_are_cancelled(database: Database) -> None:
    house, temporal = await build_house(database), Temporal()
    other = await build_house(database, "other@noria.example")
    items = [await add_item(database, house, str(at)) for at in range(30)]
    ended = await add_item(database, house, "30")
    await write(database, [], [house.update("succeeded", run_id=ended)])
    await add_item(database, other, "0")

    which = {"workspace_id": house.workspace_id, "run_id": house.run_id}
    await cancel_items(database, temporal.cancel, **which)
    elsewhere = {**which, "workspace_id": other.workspace_id}
    await cancel_items(database, temporal.cancel, **elsewhere)

    assert sorted(temporal.cancelled) == sorted(items)


async def test_whom_temporal_does_not_hear_of_the_sweep_cancels(database: Database) -> None:
    house = await build_house(database)
    item = await add_item(database, house, "0")
    temporal = Temporal()

    assert await cancel_left(database, temporal.cancel) == 0, "its run goes on"
    await write(database, [], [house.update("cancelled")])
    away = Temporal(is_away=True)
    await cancel_items(database, away.cancel, workspace_id=house.workspace_id, run_id=house.run_id)
    assert await cancel_left(database, temporal.cancel) == 1
    assert temporal.cancelled == [item]
    await write(database, [], [house.update("cancelled", run_id=item)])
    assert await cancel_left(database, temporal.cancel) == 0
