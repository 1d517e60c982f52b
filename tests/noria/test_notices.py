"""What people read of an event, and who reads it."""

from datetime import UTC, datetime

from noria.domain_events import ApprovalReminded, DomainEventMessage
from noria.notices import is_for, words_of

REMINDED = ApprovalReminded(
    workflow_id="w", workflow="Refunds", approval_id="a", run_id="r", node_id="ask",
    title="Pay 10 €?", assignees=["ann@noria.example"], reminders=2,
).model_dump(mode="json")  # fmt: skip


def test_a_reminder_says_that_somebody_still_asks_and_leads_to_the_approvals() -> None:
    message = DomainEventMessage(
        id="1", type="approval.reminded", timestamp=datetime(2026, 1, 1, tzinfo=UTC), data=REMINDED
    )

    words = words_of(message, "https://noria.example")

    assert words.subject == "Refunds still asks: Pay 10 €?"
    assert words.link == "https://noria.example/approvals"


def test_a_reminder_is_for_those_who_are_asked_or_else_for_those_who_may_answer() -> None:
    def reaches(role: str, email: str, *assignees: str) -> bool:
        data = {**REMINDED, "assignees": [*assignees]}
        return is_for("approval.reminded", data, role=role, email=email, account="1")

    assert reaches("operator", "ann@noria.example", "ann@noria.example")
    assert not reaches("owner", "bob@noria.example", "ann@noria.example")
    assert reaches("operator", "bob@noria.example")
    assert not reaches("viewer", "bob@noria.example")
