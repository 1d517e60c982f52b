"""A node's errors in Temporal's terms."""

from datetime import timedelta
from typing import Any

from temporalio.exceptions import ApplicationErrorCategory

from activities.adapter.failure import MAX_DETAILS_BYTES
from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.adapter.bench import Bench, giving, node_type


async def test_node_failed_is_not_tried_again(bench: Bench) -> None:
    error = await bench.failure(giving(NodeFailed("No such order.", details={"status": 404})))

    assert error.type == "node_failed"
    assert error.non_retryable is True
    assert error.category is ApplicationErrorCategory.BENIGN
    assert error.details[0]["message"] == "No such order."
    assert error.details[0]["details"] == {"status": 404}
    assert error.details[0]["node_id"] == "fetch"
    assert error.details[1] == 1
    assert bench.sink.steps[-1].error is not None
    assert bench.sink.steps[-1].error.details == {"status": 404}


async def test_node_unavailable_is_tried_again_no_sooner_than_asked(bench: Bench) -> None:
    bench.change(attempt=3)
    asked = NodeUnavailable("Busy.", retry_after=timedelta(seconds=7))

    error = await bench.failure(giving(asked))

    assert error.type == "node_unavailable"
    assert error.non_retryable is False
    assert error.next_retry_delay == timedelta(seconds=7)
    assert error.details[1] == 3
    assert [record.attempt for record in bench.sink.steps] == [3, 3]
    assert bench.sink.statuses == ["running", "failed"]


async def test_a_bug_is_tried_again_and_its_text_stays_in_the_log(bench: Bench) -> None:
    error = await bench.failure(giving(KeyError("s3cret-token")))

    assert error.type == "node_crashed"
    assert error.non_retryable is False
    assert "KeyError" in error.message
    assert "s3cret" not in str(error.details) + error.message
    assert error.__cause__ is None
    assert error.__suppress_context__ is True


async def test_c14_what_an_internal_server_said_never_reaches_the_history(bench: Bench) -> None:
    async def chained(_: Any, __: NodeContext) -> Any:
        try:
            raise ValueError("SSH-2.0-OpenSSH banner")
        except ValueError as error:
            raise NodeUnavailable("It did not answer.") from error

    error = await bench.failure(node_type(chained))

    assert error.__cause__ is None
    assert "SSH" not in str(error.details) + error.message


async def test_details_are_bounded(bench: Bench) -> None:
    error = await bench.failure(giving(NodeFailed("No.", details="x" * 100_000)))

    assert error.details[0]["details"] == "(left out: 100002 bytes)"
    assert MAX_DETAILS_BYTES < 100_000
