"""Which node types the workflows of a workspace are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from store.database import Session

_COUNT = text("""
    SELECT node ->> 'type' AS type, count(DISTINCT workflow.id) AS workflows, count(*) AS nodes
    FROM workflow, json_array_elements(
        -- A draft may hold anything: what is no list has no nodes, and nothing looks into one with NUL.
        CASE WHEN position('\\u0000' IN draft_graph::text) > 0 THEN '[]'
            WHEN json_typeof(draft_graph -> 'nodes') = 'array' THEN draft_graph -> 'nodes'
            ELSE '[]' END
    ) AS node
    WHERE workflow.workspace_id = :workspace_id AND archived_at IS NULL
        AND json_typeof(node) = 'object' AND node ->> 'type' IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1
""")


@dataclass(frozen=True)
class Usage:
    """Of one node type."""

    type: str
    workflows: int
    nodes: int


async def count_node_types(session: Session, *, workspace_id: UUID) -> Sequence[Usage]:
    """Of drafts that are not archived; the most used first."""
    connection = await session.connection()
    rows = await connection.execute(_COUNT, {"workspace_id": workspace_id})
    return [Usage(*row) for row in rows]
