"""The AsyncAPI document of domain events: `python -m noria.asyncapi` writes `docs/asyncapi.json`.

It is made from the models of `noria.domain_events`; a test fails when the file is not what this makes.
"""

import sys
from pathlib import Path
from typing import Any

import orjson
from pydantic.json_schema import models_json_schema

from noria.domain_events import DATA, EVENT_TYPES, MEANINGS, DomainEventMessage, EventType

PAGE = Path(__file__).parent.parent / "docs" / "asyncapi.json"
_REF = "#/components/schemas/{model}"
_HEADERS = {
    "type": "object",
    "required": ["webhook-id", "webhook-timestamp", "webhook-signature"],
    "properties": {
        "webhook-id": {
            "type": "string",
            "description": "The same however often the message is sent: by it a repeat is known.",
        },
        "webhook-timestamp": {"type": "string", "description": "Seconds since 1970, of this try."},
        "webhook-signature": {
            "type": "string",
            "description": "By the Standard Webhooks specification, over id, timestamp and body.",
        },
    },
}

_PAGES: dict[str, Any] = {
    "address": "/api/v1/domain-events",
    "title": "The WebSocket of open pages",
    "description": 'The first message signs in: `{"token": "...", "workspace": null}`. Those that come '
    "back name types alone; what happened to what is asked of the API.",
    "messages": {
        "Types": {
            "payload": {
                "type": "object",
                "required": ["types"],
                "properties": {"types": {"type": "array", "items": {"enum": list(EVENT_TYPES)}}},
            }
        }
    },
}


def asyncapi_document() -> dict[str, Any]:
    """AsyncAPI 3: what a notification rule's webhook is sent, and what open pages hear."""
    models = sorted({*DATA.values()}, key=lambda model: model.__name__)
    _, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template=_REF
    )
    schemas = definitions["$defs"]
    names: dict[EventType, str] = {event_type: _name(event_type) for event_type in EVENT_TYPES}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Noria's domain events",
            "version": "1",
            "description": "What a workspace tells of itself. Each message is delivered at least once; "
            "fields and types are only ever added.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "events": {
                "address": None,
                "title": "The URL of a notification rule",
                "description": "A POST to the URL that the rule names.",
                "messages": {
                    name: {"$ref": f"#/components/messages/{name}"} for name in names.values()
                },
            },
            "pages": _PAGES,
        },
        "operations": {
            "tell": {
                "action": "send",
                "channel": {"$ref": "#/channels/events"},
                "summary": "Noria posts an event; any status below 300 takes it.",
            },
            "wake": {
                "action": "send",
                "channel": {"$ref": "#/channels/pages"},
                "summary": "Noria says what kinds of events there were, to all who are signed in.",
            },
        },
        "components": {
            "messages": {
                name: {
                    "name": event_type,
                    "title": MEANINGS[event_type],
                    "headers": _HEADERS,
                    "payload": _payload(event_type, DATA[event_type].__name__),
                }
                for event_type, name in names.items()
            },
            "schemas": {name: schemas[name] for name in sorted(schemas)},
        },
    }


def _payload(event_type: str, data: str) -> dict[str, Any]:
    """The envelope with this type's data."""
    envelope = DomainEventMessage.model_json_schema(mode="serialization")
    properties = {
        **envelope["properties"],
        "type": {"const": event_type},
        "data": {"$ref": _REF.format(model=data)},
    }
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _name(event_type: EventType) -> str:
    return "".join(part.capitalize() for part in event_type.split("."))


def render() -> bytes:
    """As it stands in the file."""
    return orjson.dumps(asyncapi_document(), option=orjson.OPT_INDENT_2) + b"\n"


def main() -> int:
    """Write the file."""
    PAGE.write_bytes(render())
    return 0


if __name__ == "__main__":
    sys.exit(main())
