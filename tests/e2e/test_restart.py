"""A full stop and start of everything, with runs in the middle."""

from pathlib import Path

import pytest

from tests.e2e.api import Api
from tests.e2e.stack import Stack

WAITING = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "nap", "type": "delay", "config": {"seconds": 15}},
        {"id": "end", "type": "end", "config": {"output": "{{ steps.nap.output.waited_s }}"}},
    ],
    "edges": [{"from": "start", "to": "nap"}, {"from": "nap", "to": "end"}],
}


@pytest.mark.server
@pytest.mark.timeout(240)
def test_a_waiting_run_survives_a_full_stop_and_start(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    api = Api(stack.url)
    first = stack.start()
    try:
        run_id = api.start(api.publish("Waits", WAITING), None)
        api.until(run_id, lambda run: run["status"] == "waiting")

        stack.stop()
        again = stack.start()
        run = api.wait(run_id)
    finally:
        stack.stop()
        api.close()
    print(f"\nfirst start {first:.1f} s, later start {again:.1f} s")

    assert run["status"] == "succeeded", run
    assert run["output"] >= 15
