"""The table of permissions, and what is made from it."""

from typing import Any

import sqlalchemy
from alembic import command
from sqlalchemy import create_engine, text

from api import access
from api.permissions import PAGE, RANKS, ROLES, TABLE, permissions_of, permissions_page
from store.migrate import config
from store.tables import Membership


def test_the_page_of_permissions_is_fresh() -> None:
    assert PAGE.read_text() == permissions_page(), "run `python -m api.permissions`"


def test_each_role_may_do_all_that_the_next_one_may() -> None:
    for higher, lower in zip(RANKS, RANKS[1:], strict=False):
        assert ROLES[higher] > ROLES[lower]


def test_a_role_that_is_none_of_ours_may_do_nothing() -> None:
    assert permissions_of("runner") == frozenset()


def permission_of_type(annotated: Any) -> str:
    dependency: object = annotated.__metadata__[0].dependency
    return vars(dependency)["permission"]


def test_every_permission_has_the_type_by_which_a_route_asks_for_it() -> None:
    types = (
        access.Reader, access.Editor, access.Runner, access.CredentialManager,
        access.MemberManager, access.Manager, access.Owner,
    )  # fmt: skip
    asked = {permission_of_type(each) for each in types}

    assert asked == set(TABLE)


def test_the_database_knows_the_same_roles() -> None:
    [check] = [
        constraint
        for constraint in Membership.__table__.constraints  # pyright: ignore[reportUnknownVariableType, reportAttributeAccessIssue, reportUnknownMemberType]
        if isinstance(constraint, sqlalchemy.CheckConstraint)
    ]

    assert all(f"'{role}'" in str(check.sqltext) for role in RANKS)


def test_who_was_a_runner_is_an_operator_now_and_back(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.downgrade(config(connection), "0012_run_key")
        connection.execute(
            text(
                "INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), 'Old');"
                "INSERT INTO account (id, email, name, password_hash)"
                " VALUES (gen_random_uuid(), 'old@noria.example', 'Old', '');"
                "INSERT INTO membership (workspace_id, account_id, role)"
                " SELECT workspace.id, account.id, 'runner' FROM workspace, account"
                " WHERE email = 'old@noria.example' AND workspace.name = 'Old'"
            )
        )
        command.upgrade(config(connection), "head")
        role = connection.execute(
            text(
                "SELECT role FROM membership JOIN account ON account.id = account_id"
                " WHERE email = 'old@noria.example'"
            )
        ).scalar_one()
        connection.rollback()
    engine.dispose()

    assert role == "operator"
