"""Who may do what: the one table.

From it come the checks of `api.access`, the page `docs/permissions.md`
(`python -m api.permissions` writes it) and the test of every route in every role.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from store.sharing import LEVELS, Level

Role = Literal["owner", "admin", "editor", "operator", "viewer"]
"""From the most to the least that one may do."""
Permission = Literal["read", "edit", "run", "credentials", "members", "manage", "own"]

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"


@dataclass(frozen=True)
class Grant:
    """What a permission lets one do, and which roles have it."""

    means: str
    roles: tuple[Role, ...]


TABLE: dict[Permission, Grant] = {
    "read": Grant(
        "See workflows, versions, runs with their values, approvals, and who is a member",
        ("owner", "admin", "editor", "operator", "viewer"),
    ),
    "run": Grant(
        "Start, test, pause, retry, fork and cancel runs, answer approvals, send events",
        ("owner", "admin", "editor", "operator"),
    ),
    "edit": Grant(
        "Make, change, publish and archive workflows and what belongs to them",
        ("owner", "admin", "editor"),
    ),
    "credentials": Grant(
        "Make, change, test and delete credentials; nobody can read their secrets",
        ("owner", "admin", "editor"),
    ),
    "members": Grant("Invite and remove members, and change their roles", ("owner", "admin")),
    "manage": Grant(
        "API keys, service accounts, the audit trail, the workspace's name and settings; make workspaces",
        ("owner", "admin"),
    ),
    "own": Grant("Make and unmake owners, hand the workspace over, delete it", ("owner",)),
}

RANKS: tuple[Role, ...] = get_args(Role)
ROLES: dict[Role, frozenset[Permission]] = {
    role: frozenset(name for name, grant in TABLE.items() if role in grant.roles) for role in RANKS
}
_BY_NAME: dict[str, frozenset[Permission]] = {**ROLES}
MEANINGS: dict[Role, str] = {
    "owner": "Everything, and the workspace itself",
    "admin": "Everything but the workspace's end and its owners",
    "editor": "Builds workflows and runs them",
    "operator": "Runs workflows, takes hold of runs and answers approvals; changes no workflow",
    "viewer": "Looks on",
}


LEVEL_OF: dict[Permission, Level] = {"read": "view", "run": "run"}
"""What one must be allowed with a restricted workflow or folder besides; all others need `edit`."""
LEVEL_MEANINGS: dict[Level, str] = {
    "view": "See it, with its versions, runs, approvals and triggers",
    "run": "Also start it, take hold of its runs and answer its approvals",
    "edit": "Also change, publish, move and archive it, and say with whom it is shared",
}


def level_of(permission: Permission) -> int:
    """The number of the level that a route with the permission needs where a thing is restricted."""
    return LEVELS.index(LEVEL_OF.get(permission, "edit"))


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role as it is stored may do: nothing, when it is none of ours."""
    return _BY_NAME.get(role, frozenset())


def permissions_page() -> str:
    """Markdown."""
    rows = [
        f"| `{name}` | {grant.means} | "
        + " | ".join("yes" if role in grant.roles else "–" for role in RANKS)
        + " |"
        for name, grant in TABLE.items()
    ]
    lines = [
        "# Roles and permissions\n",
        "Made from the code by `python -m api.permissions`; change the table in `api/permissions.py` instead.\n",
        "A member of a workspace has one role in it. An API key may do what its account may, cut down to the permissions that it was made with. "
        "Every route of the API names the one permission that it needs; `GET /api/v1/auth/me` says which ones the caller has, and the web app follows it. "
        "Things of other workspaces do not exist for the caller: the answer is 404, not 403.\n",
        "| Role | Who it is for |",
        "|---|---|",
        *(f"| **{role}** | {MEANINGS[role]} |" for role in RANKS),
        "",
        f"| Permission | Lets one | {' | '.join(RANKS)} |",
        "|---|---|" + "---|" * len(RANKS),
        *rows,
        "",
        "## Workflows and folders for some members only\n",
        "A workflow or folder is there for the whole workspace until somebody who may edit it restricts it to named members ([sharing](sharing.md)), each with a level. "
        "A route that names such a thing needs the permission and the level; owners and admins need no level. Who is not named gets 404.\n",
        "| Level | Lets one, as far as the role does | Enough for routes that need |",
        "|---|---|---|",
        *(
            f"| `{level}` | {meaning} | {_enough_for(level)} |"
            for level, meaning in LEVEL_MEANINGS.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _enough_for(level: Level) -> str:
    enough = [name for name in TABLE if level_of(name) <= LEVELS.index(level)]
    return (
        "any permission" if len(enough) == len(TABLE) else ", ".join(f"`{name}`" for name in enough)
    )


def main() -> int:
    """Write the page."""
    PAGE.write_text(permissions_page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
