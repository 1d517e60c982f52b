"""Evaluations, seen through by a real worker."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

import httpx2
import pytest
from pydantic import JsonValue
from temporalio.testing import ActivityEnvironment

from noria.ai.vectors import Vector
from noria.errors import NodeUnavailable
from noria.evaluation.work import EvaluationCall, ScoreCall
from store import evaluations
from store.data_sets import NewCase, add_cases, add_data_set, all_cases
from store.database import Database
from store.evaluation_tables import DataSet, Evaluation, EvaluationCase
from store.ids import new_id
from tests.activities.fakes import FakeContext, MemoryVectors
from tests.worker.house import House, end_node, start_node, until
from tests.worker.test_process import working
from worker.evaluations import Evaluations
from worker.process import Settings
from workflows.begin import start_evaluation

DOUBLE: list[dict[str, Any]] = [
    start_node(),
    {"id": "double", "type": "set", "config": {"values": {"n": "{{ 12 / trigger.n.length }}"}}},
    end_node("{{ steps.double.output }}"),
]
EXACT = {"kind": "exact", "name": "Exact"}
RULE = {"kind": "rule", "name": "Number", "expression": "item.output.n > 0"}


async def ask(
    house: House, cases: list[tuple[JsonValue, JsonValue]], evaluators: list[dict[str, Any]]
) -> EvaluationCall:
    """What the API records, for a workflow that is published."""
    run = await house.read(await house.record(DOUBLE, ["start double", "double end"]))
    async with house.database.sessions.begin() as session:
        data_set = await add_data_set(
            session,
            DataSet(
                id=new_id(),
                workspace_id=house.workspace_id,
                workflow_id=run.workflow_id,
                name="Doubles",
                evaluators=evaluators,
            ),
        )
        await add_cases(session, data_set, [NewCase(given, wanted) for given, wanted in cases])
        evaluation = Evaluation(
            id=new_id(),
            workspace_id=house.workspace_id,
            workflow_id=run.workflow_id,
            data_set_id=data_set.id,
            edition=data_set.edition,
            version=1,
            graph_hash=b"1",
            evaluators=evaluators,
            concurrency=2,
            cases=len(cases),
        )
        copies = [
            EvaluationCase(
                evaluation_id=evaluation.id,
                number=number,
                workspace_id=house.workspace_id,
                case_id=case.id,
                input=case.input,
                expected=case.expected,
            )
            for number, case in enumerate(await all_cases(session, data_set))
        ]
        await evaluations.add_evaluation(session, evaluation, copies)
    return EvaluationCall(workspace_id=str(house.workspace_id), evaluation_id=str(evaluation.id))


async def read(database: Database, call: EvaluationCall) -> tuple[Evaluation, list[EvaluationCase]]:
    async with database.sessions.begin() as session:
        found = await evaluations.get_evaluation(
            session, workspace_id=UUID(call.workspace_id), evaluation_id=UUID(call.evaluation_id)
        )
        return found, list(await evaluations.list_cases(session, found))


async def is_over(database: Database, call: EvaluationCall) -> bool:
    return (await read(database, call))[0].finished_at is not None


async def test_each_case_is_a_run_and_its_answer_is_judged(
    settings: Settings, house: House
) -> None:
    call = await ask(
        house,
        [({"n": "abc"}, {"n": 4}), ({"n": "abcd"}, {"n": 4}), ({"n": None}, {"n": 4})],
        [EXACT, RULE],
    )
    async with working(settings):
        await start_evaluation(house.temporal, call)
        await until(lambda: is_over(house.database, call))
    evaluation, cases = await read(house.database, call)

    assert (evaluation.status, evaluation.done, evaluation.passed) == ("succeeded", 3, 1)
    assert [case.passed for case in cases] == [True, False, False]
    assert [score["evaluator"] for score in cases[0].scores] == ["Exact", "Number"]
    assert cases[1].output == {"n": 3}
    assert cases[2].error
    assert len({case.run_id for case in cases}) == 3


async def test_a_killed_worker_leaves_it_to_the_next_and_no_case_runs_twice(
    settings: Settings, house: House
) -> None:
    call = await ask(house, [({"n": "a" * size}, None) for size in range(1, 7)], [RULE])
    async with working(settings):
        await start_evaluation(house.temporal, call)
        await until(lambda: has_begun(house.database, call))
    before = {case.number: case.run_id for case in (await read(house.database, call))[1]}
    async with working(settings):
        await until(lambda: is_over(house.database, call))
    evaluation, cases = await read(house.database, call)

    assert (evaluation.status, evaluation.passed) == ("succeeded", 6)
    assert all(before[case.number] in (None, case.run_id) for case in cases)
    assert len({case.run_id for case in cases}) == 6


async def has_begun(database: Database, call: EvaluationCall) -> bool:
    return any(case.run_id for case in (await read(database, call))[1])


async def test_an_evaluation_that_is_stopped_begins_no_more_cases(
    settings: Settings, house: House
) -> None:
    call = await ask(house, [({"n": "ab"}, None)], [RULE])
    async with house.database.sessions.begin() as session:
        row = await evaluations.get_evaluation(
            session, workspace_id=house.workspace_id, evaluation_id=UUID(call.evaluation_id)
        )
        await evaluations.end(session, row, "cancelled")
    async with working(settings):
        await start_evaluation(house.temporal, call)
        await house.temporal.get_workflow_handle(f"evaluation-{call.evaluation_id}").result()
    evaluation, [case] = await read(house.database, call)

    assert (evaluation.status, case.status, case.run_id) == ("cancelled", "queued", None)


class AllAlike(MemoryVectors):
    async def find(
        self, workspace_id: str, model: str, hashes: Sequence[str]
    ) -> Mapping[str, Vector]:
        return dict.fromkeys(hashes, [1.0, 0.0])


class Judging:
    """Stands in for `LiveContexts`: the third that is asked for finds its model away."""

    def __init__(self) -> None:
        self.asked = 0

    def apart(self, *_whose: object, **_terms: object) -> FakeContext:
        self.asked += 1
        if self.asked == 3:
            raise NodeUnavailable("The model is busy.")
        return FakeContext(http=httpx2.AsyncClient(), vectors=AllAlike())


async def test_what_a_model_judged_is_not_asked_again_when_the_next_one_fails(house: House) -> None:
    """Each judgement is paid for."""
    near = [{"kind": "similarity", "name": f"Near {number}"} for number in range(3)]
    call = await ask(house, [({"n": "ab"}, {"n": 6})], [*near[:2], RULE, near[2]])
    async with house.database.sessions.begin() as session:
        [case] = await evaluations.list_cases(
            session, await evaluations.get_evaluation(session, **_named(call))
        )
        case.status, case.output = "ended", {"n": 6}
        session.add(case)
    contexts = Judging()
    judge = Evaluations(cast(Any, house), cast(Any, contexts))
    order = ScoreCall(call=call, number=0)
    with pytest.raises(NodeUnavailable):
        await ActivityEnvironment().run(judge.score, order)
    _, [half] = await read(house.database, call)
    await ActivityEnvironment().run(judge.score, order)
    _, [whole] = await read(house.database, call)

    assert (half.status, half.passed) == ("ended", None)
    assert (whole.status, whole.passed) == ("scored", True)
    names = [score["evaluator"] for score in whole.scores]
    assert names == ["Near 0", "Near 1", "Number", "Near 2"]
    assert contexts.asked == 4, "two, the one that failed, and that one again"


def _named(call: EvaluationCall) -> dict[str, Any]:
    return {
        "workspace_id": UUID(call.workspace_id),
        "evaluation_id": UUID(call.evaluation_id),
    }
