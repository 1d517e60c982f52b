"""What items that are runs of their own have done is undone, by themselves or by the run of their loop."""

from hashlib import sha256

from noria.compiling.item_runs import write_item_runs_out
from noria.run import RunStatus
from tests.workflows.engine import Engine, dig
from tests.workflows.loop_plans import for_each
from tests.workflows.plans import plan, step
from tests.workflows.test_item_runs import child_ids, items
from workflows import client as runs


async def test_what_ended_items_did_is_undone_when_the_run_fails_later(engine: Engine) -> None:
    loop = for_each([1, 2], own_runs=True)
    result = await engine.run(
        write_item_runs_out(
            plan(
                step("start", "start"),
                loop,
                step("book", "test.emit", parent="each", config={"value": "b"}, undo="unbook"),
                step(
                    "unbook",
                    "test.echo",
                    parent="each",
                    undoes="book",
                    reads={"book": ["output"]},
                    inside=("item",),
                ),
                step("bad", "test.broken", "each"),
            )
        )
    )

    assert result.status is RunStatus.FAILED
    undone = [event for event in engine.worker.events if event.startswith("unbook")]
    assert undone == ["unbook[1]", "unbook[0]"]
    assert engine.worker.calls["unbook[0]"].scope.inside == {"item": 1}
    assert dig(engine.worker.calls["unbook[0]"].scope.steps, "book", "output") == "b"


async def test_many_small_things_to_undo_of_an_item_are_handed_up_and_undone(
    engine: Engine,
) -> None:
    texts = ["".join(sha256(f"{n} {k}".encode()).hexdigest() for k in range(48)) for n in range(60)]
    inner = for_each([*texts], node_id="inner", parent="each")
    result = await engine.run(
        write_item_runs_out(
            plan(
                step("start", "start"),
                for_each([1, 2], own_runs=True),
                inner,
                step("book", "test.emit", parent="inner", config={"value": "b"}, undo="unbook"),
                step("unbook", "test.echo", parent="inner", undoes="book", inside=("item",)),
                step("bad", "test.broken", "each"),
            )
        )
    )

    undone = [event for event in engine.worker.events if event.startswith("unbook")]
    of_item = await runs.wait_for_run(engine.client, child_ids(engine)[0])
    assert (of_item.undos, len(of_item.undos_at)) == ((), 1)
    assert engine.worker.calls["unbook[0/7]"].scope.inside == {"item": texts[7]}
    assert result.status is RunStatus.FAILED
    assert undone == [f"unbook[{item}/{at}]" for item in (1, 0) for at in reversed(range(60))]


async def test_an_item_that_fails_undoes_what_it_did_itself(engine: Engine) -> None:
    result = await engine.run(
        items(
            [1],
            step("book", "test.emit", parent="each", config={"value": "b"}, undo="unbook"),
            step("unbook", "test.echo", parent="each", undoes="book"),
            step("bad", "test.broken", "book", parent="each"),
            on_item_error="skip",
        )
    )

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [])
    assert engine.worker.events.count("unbook[0]") == 1


async def test_what_an_item_could_not_undo_is_told_by_its_run_and_by_the_loops(
    engine: Engine,
) -> None:
    run_id = await engine.start(
        items(
            [1],
            step("book", "test.emit", parent="each", config={"value": "b"}, undo="unbook"),
            step("unbook", "test.broken", parent="each", undoes="book"),
            step("bad", "test.broken", "book", parent="each"),
            on_item_error="collect",
        )
    )
    result = await runs.wait_for_run(engine.client, run_id)

    assert isinstance(result.output, list)
    assert dig(result.output[0], "error", "details", "run_id") == child_ids(engine)[0]
    assert engine.worker.finished is not None
    assert engine.worker.finished.run is not None
    [left] = engine.worker.finished.run.not_undone
    assert (left.node_id, left.iteration) == ("book", "0")
