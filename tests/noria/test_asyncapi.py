"""The description of domain events is what the models say."""

from jsonschema_rs import validator_for

from noria.asyncapi import PAGE, asyncapi_document, render
from noria.domain_events import DATA, EVENT_TYPES, MEANINGS, DomainEventMessage


def test_the_document_in_docs_is_fresh() -> None:
    assert PAGE.read_bytes() == render(), "run 'python -m noria.asyncapi'"


def test_every_event_is_described() -> None:
    document = asyncapi_document()

    told = {message["name"] for message in document["components"]["messages"].values()}
    assert told == set(EVENT_TYPES) == set(DATA) == set(MEANINGS)


def test_a_message_is_as_the_document_says() -> None:
    document = asyncapi_document()
    payload = document["components"]["messages"]["RunFailed"]["payload"]
    schema = {**payload, "components": document["components"]}
    data = DATA["run.failed"].model_validate(
        {"workflow_id": "w", "run_id": "r", "error": {"type": "node_failed", "message": "x" * 900}}
    )
    message = DomainEventMessage.model_validate(
        {
            "id": "1",
            "type": "run.failed",
            "timestamp": "2026-11-21T12:00:00Z",
            "data": data.model_dump(mode="json"),
        }
    ).model_dump(mode="json")

    validator_for(schema).validate(message)

    assert len(message["data"]["error"]["message"]) == 500
    assert not validator_for(schema).is_valid({**message, "type": "run.started"})
    assert not validator_for(schema).is_valid({**message, "data": {}})
