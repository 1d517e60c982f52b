"""Records a history for each scenario: `python -m tests.workflows.record [NAME…]`.

Only for a new scenario, or after a change that old runs need not survive; otherwise guard the
change with `workflow.patched`, and keep the recorded histories as they are.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter

from noria.run import RunStatus
from tests.servers import temporal_server
from tests.workflows.engine import Engine, answer, until, working
from tests.workflows.hand_plans import say
from tests.workflows.keepers import KEEPERS, played
from tests.workflows.scenarios import SCENARIOS, Scenario
from workflows import client as runs
from workflows.names import DEFAULT_NAMESPACE, temporal_id

HISTORIES = Path(__file__).parent / "histories"


async def record(client: Client, name: str, scenario: Scenario) -> None:
    engine = Engine(client)
    if scenario.called:
        engine.worker.sub_runs.plans["Called"] = scenario.called
    run_id = await engine.start(
        scenario.plan, scenario.run_input, timeout_s=scenario.timeout_s, snapshot=scenario.snapshot
    )
    if scenario.cancel_early:
        await runs.cancel_run(client, run_id)
    async with working(client, engine.worker, scenario.workflow):
        first = await engine.handle(run_id).describe()
        if step_id := scenario.cancel_once:
            await until(lambda: _was_seen(engine, step_id))
            await runs.cancel_run(client, run_id)
        for said in scenario.said:
            await say(engine, run_id, said)
        if scenario.answer:
            await answer(engine, run_id, *scenario.answer)
        result = await runs.wait_for_run(client, run_id)
    handle = client.get_workflow_handle(temporal_id(run_id), run_id=first.run_id)
    if scenario.of_item is not None:
        item = engine.worker.sub_runs.items[scenario.of_item]
        handle = client.get_workflow_handle(temporal_id(item.run_id))
    history = await handle.fetch_history()
    if scenario.second:
        ended = history.events[-1].workflow_execution_continued_as_new_event_attributes
        second = ended.new_execution_run_id
        handle = client.get_workflow_handle(temporal_id(run_id), run_id=second)
        history = await handle.fetch_history()
    _keep(name, history)
    print(f"{name}: {len(history.events)} events, {RunStatus(result.status).value}")


def _keep(name: str, history: WorkflowHistory) -> None:
    (HISTORIES / f"{name}.json").write_text(_readable(history.to_json_dict()))


def _was_seen(engine: Engine, step_id: str) -> bool:
    return step_id in engine.worker.events or step_id in engine.worker.steps


def _readable(history: dict[str, Any]) -> str:
    return json.dumps(_anonymous(history), indent=1) + "\n"


def _anonymous(value: Any) -> Any:
    """Without what names the machine that recorded it: stack traces and identities."""
    if isinstance(value, dict):
        known = cast("dict[str, Any]", value)
        return {
            name: "" if name in {"stackTrace", "identity"} else _anonymous(inner)
            for name, inner in known.items()
        }
    if isinstance(value, list):
        return [_anonymous(inner) for inner in cast("list[Any]", value)]
    return value


async def main(names: Iterable[str]) -> None:
    HISTORIES.mkdir(exist_ok=True)
    with temporal_server() as address:
        client = await Client.connect(
            address,
            namespace=DEFAULT_NAMESPACE,
            data_converter=pydantic_data_converter,
            identity="recorder",
        )
        for name in names:
            if name in KEEPERS:
                _keep(name, await played(client, KEEPERS[name]))
            else:
                await record(client, name, SCENARIOS[name])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or [*SCENARIOS, *KEEPERS]))
