"""What a graph refers to in its workspace: credentials, and workflows that it runs."""

from typing import Any

from api.access import Caller
from api.credential_checks import check_credentials
from noria.catalog import load_catalog
from noria.compiling.plan_effects import calls_in
from noria.errors import GraphInvalid, Problem
from noria.exchange import sub_workflows
from noria.plan import Plan
from store import sharing
from store.called_effects import CalledEffects
from store.database import Session


async def check_references(
    session: Session, caller: Caller, graph: dict[str, Any]
) -> list[Problem]:
    """The warnings.

    Raises:
        GraphInvalid: The graph uses a private credential of somebody else, or runs a workflow that
            the caller may not run: it would be a way around what is shared with whom.
    """
    await check_calls(session, caller, graph)
    return await check_credentials(session, caller, graph)


async def check_effects(session: Session, caller: Caller, plan: Plan) -> None:
    """
    Raises:
        GraphInvalid: A tool that may only read runs a workflow that may change something.
    """
    catalog = load_catalog()
    problems: list[Problem] = []
    for called in calls_in(plan):
        if called.only_reads:
            effects = CalledEffects(session, caller.workspace_id, catalog)
            if changing := await effects.find(called):
                message = (
                    f"The tool may only read: {changing}. Choose a workflow that only reads, or let "
                    "the tool have effects."
                )
                problems.append(
                    Problem(
                        code="tool_changes",
                        message=message,
                        node_id=called.node_id,
                        field="/workflow",
                    )
                )
    if problems:
        raise GraphInvalid(problems)


async def check_calls(session: Session, caller: Caller, graph: dict[str, Any]) -> None:
    """As `check_references`, of the workflows alone."""
    names = sub_workflows(graph)
    if not caller.is_limited or not names:
        return
    closed = await sharing.not_callable(
        session, workspace_id=caller.workspace_id, account_id=caller.account_id, names=names
    )
    problems = [
        Problem(
            code="restricted_workflow",
            message=f"The workflow {node['config']['workflow']!r} is not shared with you to run: "
            "ask for it, or choose another.",
            node_id=node["id"],
            field="/workflow",
        )
        for node in graph["nodes"]
        if node.get("type") == "workflow.run" and node["config"].get("workflow") in closed
    ]
    if problems:
        raise GraphInvalid(problems)
