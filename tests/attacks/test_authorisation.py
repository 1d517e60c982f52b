"""Group E of the attack catalogue: doing what one has no right to."""

import pytest
from sqlalchemy import text

from api.permissions import ROLES, Role
from store.database import Database
from tests.api.client import Client
from tests.api.routes import body_of, filled, matrix


@pytest.mark.parametrize("role", ROLES)
async def test_E1_a_role_may_do_exactly_what_the_table_says(
    owner: Client, database: Database, role: Role
) -> None:
    wrong: list[tuple[str, str, int]] = []
    for permission, method, path in matrix():
        if path.endswith("/events") and method == "GET":
            continue  # streams: test_E8
        # Again for each: some routes change it.
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE membership SET role = :role"), {"role": role})
        answer = await owner.http.request(
            method,
            filled(path),
            headers={"Authorization": f"Bearer {owner.token}"},
            json=None if method in ("GET", "DELETE") else body_of(path),
        )
        if (answer.status_code != 403) != (permission in ROLES[role]):
            wrong.append((method, path, answer.status_code))

    assert wrong == []
