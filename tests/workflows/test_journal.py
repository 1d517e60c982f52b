"""No record is lost and none is written twice in vain."""

from noria.model import NodeId
from noria.run import StepRecord, StepStatus
from workflows.journal import MAX_LIVE_BYTES, Journal


def record(node_id: str, status: StepStatus = StepStatus.SUCCEEDED, output: str = "") -> StepRecord:
    return StepRecord(
        run_id="r", workspace_id="w", node_id=NodeId(node_id), status=status, output=output
    )


def test_a_record_travels_once_and_stays_in_the_summary() -> None:
    journal = Journal()
    journal.add(record("a"))

    assert journal.take_for_call() == (record("a"),)
    assert journal.take_for_call() == ()
    assert not journal.has_live
    assert journal.summary() == (record("a"),)


def test_a_confirmed_record_leaves_the_summary() -> None:
    journal = Journal()
    journal.add(record("a"))
    journal.add_known(record("b"))

    journal.confirm(journal.take_all())

    assert journal.summary() == (record("b"),)


def test_a_newer_record_is_not_confirmed_by_the_write_of_an_older_one() -> None:
    journal = Journal()
    journal.add(record("a", StepStatus.WAITING))
    older = journal.take_all()
    journal.add(record("a"))

    journal.confirm(older)

    assert journal.summary() == (record("a"),)


def test_what_is_too_much_for_a_call_waits_for_a_local_activity() -> None:
    journal = Journal()
    half = "x" * (MAX_LIVE_BYTES // 2)
    records = [record("a", output=half), record("b", output=half), record("c")]
    for each in records:
        journal.add(each)

    assert journal.take_for_call() == (records[0],)
    assert journal.has_live
    assert journal.take_all() == tuple(records[1:])
