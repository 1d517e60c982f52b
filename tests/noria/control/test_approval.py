import pytest
from pydantic import JsonValue, ValidationError

from noria.control.approval import ApprovalConfig, approval
from noria.node_type import Ask
from noria.waits import ApprovalAsked
from tests.noria.control.contexts import context


def test_it_asks_people() -> None:
    form: dict[str, JsonValue] = {"type": "object", "properties": {"amount": {"type": "number"}}}
    config = ApprovalConfig.model_validate(
        {
            "title": "Refund?",
            "assignees": "Ann@x.example; bob@x.example, ann@x.example",
            "form": form,
            "timeout_s": 3_600,
            "remind_every_s": 600,
        }
    )

    assert approval.control is not None
    assert approval.control(config, context()) == Ask(
        ApprovalAsked(
            title="Refund?",
            form=form,
            assignees=("ann@x.example", "bob@x.example"),
        ),
        3_600,
        600,
    )
    assert approval.ports(config) == ("approved", "rejected", "timeout")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("assignees", ["ann"], "'ann' is no email address"),
        ("assignees", [3], "valid string"),
        ("form", {"type": "nonsense"}, "not valid JSON Schema"),
        ("title", "", "at least 1 character"),
        ("remind_every_s", 0, "greater than or equal to 1"),
        ("timeout_s", 1e12, "less than or equal to"),
    ],
)
def test_what_nobody_could_answer_is_refused(field: str, value: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        ApprovalConfig.model_validate({"title": "Refund?", field: value})
