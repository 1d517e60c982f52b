"""Task queues and the workers on them: whether what is started can go on."""

from collections import defaultdict

from fastapi import APIRouter

from api.access import Reader
from api.schemas.looking import QueueRead, QueueWorkerRead
from api.schemas.shape import Page
from api.services import Parts
from noria.catalog import load_catalog
from noria.model import DEFAULT_QUEUE

router = APIRouter(prefix="/queues", tags=["queues"])


@router.get("")
async def list_queues(caller: Reader, parts: Parts) -> Page[QueueRead]:
    """The engine's queue and those that node types are bound to, as Temporal sees them now."""
    bound: dict[str, set[str]] = defaultdict(set)
    for node_type in load_catalog():
        if node_type.queue != DEFAULT_QUEUE:
            bound[node_type.queue].add(node_type.name)
    found = await parts.runs.queues([DEFAULT_QUEUE, *bound])
    # Names of processes and hosts belong to the machinery, not to every reader.
    shows_workers = "manage" in caller.permissions
    items = [
        QueueRead(
            **state.model_dump(exclude={"workers"}),
            health=state.health,
            node_types=sorted(bound[state.name]),
            worker_count=len(state.workers),
            workers=[QueueWorkerRead.model_validate(each) for each in state.workers]
            if shows_workers
            else [],
        )
        for state in found
    ]
    items.sort(key=lambda item: (item.name != DEFAULT_QUEUE, item.name))
    return Page(items=items, next_cursor=None)
