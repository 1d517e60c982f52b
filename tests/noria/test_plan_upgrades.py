"""Plans of earlier formats can be read for ever."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from noria.plan import PLAN_VERSION, Plan
from noria.plan_upgrades import upgrade_plan

PLANS = sorted((Path(__file__).parent / "golden" / "plans").glob("*.json"))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_of_an_earlier_format_means_what_it_meant(path: Path) -> None:
    """Never write one of these files again: add one when the format changes."""
    document = json.loads(path.read_text())

    plan = Plan.model_validate(document)

    told = json.loads(plan.model_dump_json())
    assert plan.plan_version == PLAN_VERSION
    assert [step["id"] for step in told["steps"]] == [step["id"] for step in document["steps"]]
    for step, before in zip(told["steps"], document["steps"], strict=True):
        # Parts that have got further fields since.
        parts = {name: step[name] | before[name] for name in ("reads", "policy")}
        pairs = zip(step["expressions"], before["expressions"], strict=True)
        assert [now | then for now, then in pairs] == step["expressions"]
        assert step | before | parts | {"expressions": step["expressions"]} == step


def test_there_is_a_plan_of_each_earlier_format() -> None:
    formats = {json.loads(path.read_text())["plan_version"] for path in PLANS}

    assert formats == set(range(1, PLAN_VERSION))


def test_a_plan_of_a_later_format_is_refused() -> None:
    document = json.loads(PLANS[0].read_text()) | {"plan_version": PLAN_VERSION + 1}

    assert upgrade_plan(document, PLAN_VERSION) is document
    with pytest.raises(ValidationError, match="plan_version"):
        Plan.model_validate(document)
