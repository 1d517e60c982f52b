"""The local activities that record sub-runs, by the names that `workflows.local_calls` knows."""

from collections.abc import Callable
from typing import Any, Protocol

from temporalio import activity

from activities.adapter.failure import failing_for_good
from noria.run import RunRequest
from noria.sub_runs import ItemRunOrder, SubRunOrder


class SubRunStore(Protocol):
    """Where sub-runs are recorded."""

    async def prepare(self, order: SubRunOrder) -> RunRequest:
        """May be repeated.

        Raises:
            NotFound: No such workflow or version in this workspace.
            Conflict: It was never published or is archived, or several have this name.
            Invalid: The input breaks the start node's schema, or the parent has no row.
        """
        ...

    async def record_item(self, order: ItemRunOrder) -> None:
        """May be repeated.

        Raises:
            Invalid: The parent has no row.
        """
        ...


def make_sub_run_activities(store: SubRunStore) -> list[Callable[..., Any]]:
    """All of them."""

    @activity.defn(name="noria.prepare_run")
    async def prepare_run(order: SubRunOrder) -> RunRequest:
        with failing_for_good():
            return await store.prepare(order)

    @activity.defn(name="noria.record_item_run")
    async def record_item_run(order: ItemRunOrder) -> None:
        with failing_for_good():
            await store.record_item(order)

    return [prepare_run, record_item_run]
