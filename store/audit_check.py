"""`python -m store.audit_check`: whether the audit trail is as it was written.

Reads `NORIA_DATABASE_URL` and `NORIA_BLOB_URL`, as all that use the store. Note the point that it prints somewhere else, and give it back
later with `--known`: then a trail that was cut off or written anew is found too.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from uuid import UUID

from store.audit_chain import Point, Report, check_chain, workspaces
from store.database import Database, open_database
from store.settings import StoreSettings


async def check_all(
    database: Database, *, workspace_id: UUID | None = None, known: Point | None = None
) -> dict[UUID, Report]:
    """By workspace: of one, or of all."""
    async with database.sessions.begin() as session:
        # One state of the rows, however many are added meanwhile.
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        wanted = await workspaces(session) if workspace_id is None else [workspace_id]
        return {each: await check_chain(session, workspace_id=each, known=known) for each in wanted}


def read_point(written: str) -> Point:
    """
    Raises:
        ValueError: It is not written as this command prints it.
    """
    seq, _, digest = written.partition(":")
    return Point(int(seq), bytes.fromhex(digest))


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when every chain is whole."""
    parser = argparse.ArgumentParser(prog="python -m store.audit_check", description=__doc__)
    parser.add_argument("--workspace", type=UUID, help="only this one's, by its id")
    parser.add_argument(
        "--known", type=read_point, metavar="SEQ:HASH", help="a point that was printed earlier"
    )
    given = parser.parse_args(arguments)
    if given.known is not None and given.workspace is None:
        parser.error("--known needs --workspace: a point belongs to one workspace's chain")
    reports = asyncio.run(_checked(given.workspace, given.known))
    for workspace_id, report in reports.items():
        sys.stdout.write(f"{workspace_id} {_words(report)}\n")
    return 1 if any(report.wrong for report in reports.values()) else 0


async def _checked(workspace_id: UUID | None, known: Point | None) -> dict[UUID, Report]:
    settings = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
    database = open_database(settings)
    try:
        return await check_all(database, workspace_id=workspace_id, known=known)
    finally:
        await database.close()


def _words(report: Report) -> str:
    if report.wrong is not None:
        return f"NOT whole: {report.wrong}; right up to {report.head}"
    gone = f", {report.deleted_until} deleted before them" if report.deleted_until else ""
    return f"whole: {report.entries} entries{gone}, up to {report.head}"


if __name__ == "__main__":
    sys.exit(main())
