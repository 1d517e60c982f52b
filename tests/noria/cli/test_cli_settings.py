"""`noria settings` shows and changes limits."""

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import WORKFLOW_ID, FakeNoria

PATH = f"workflows/{WORKFLOW_ID}/settings"
LIMITS = {
    "max_concurrent_runs": 2, "rate": {"runs": 5, "per_s": 60}, "run_timeout_s": None,
    "retention_days": 30, "priority": 3, "in_line": 4,
}  # fmt: skip


@pytest.fixture
def orders(served: FakeNoria) -> FakeNoria:
    workflow = {"id": WORKFLOW_ID, "name": "Orders", "latest_version": 1}
    served.answers["GET workflows"] = httpx2.Response(200, json={"items": [workflow]})
    return served


def test_limits_are_shown(noria_command: Noria, orders: FakeNoria) -> None:
    orders.answers[f"GET {PATH}"] = httpx2.Response(200, json=LIMITS)

    said = noria_command("settings", "Orders")

    assert said.status == 0
    assert "max_concurrent_runs  2" in said.out
    assert "5 in 60 s" in said.out
    assert "run_timeout_s        no limit" in said.out


def test_what_is_not_named_stays(noria_command: Noria, orders: FakeNoria) -> None:
    orders.answers[f"GET {PATH}"] = httpx2.Response(200, json=LIMITS)
    orders.answers[f"PUT {PATH}"] = httpx2.Response(200, json=LIMITS)

    said = noria_command("settings", "Orders", "--set", "rate=null", "--set", "priority=1")

    assert said.status == 0
    assert orders.sent() == {
        "max_concurrent_runs": 2, "rate": None, "run_timeout_s": None, "retention_days": 30,
        "priority": 1,
    }  # fmt: skip


def test_a_change_without_a_value_is_refused(noria_command: Noria, orders: FakeNoria) -> None:
    said = noria_command("settings", "Orders", "--set", "priority")

    assert said.status != 0
    assert "write NAME=JSON" in said.err
