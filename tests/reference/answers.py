"""What the outside tells runs of random graphs: it depends only on what they ask."""

from pydantic import JsonValue

from noria.model import OUT, PortName
from noria.waits import Asked, EventAsked, Taken

AWAITED = "awaited"
ASKED = "Agree to"


def awaiting(node_id: str, value: str) -> str:
    """The key of an event that will be sent. Whoever waits for the same key gets the same."""
    return f"{AWAITED}/{{{{ trigger.nonce }}}}/{node_id}/{value}"


def asking(value: str) -> str:
    """The title of an approval that will be answered."""
    return f"{ASKED} {value}?"


def event_for(key: str) -> JsonValue:
    """The payload; None: nobody sends one."""
    return {"n": _number(key.rpartition("/")[2])} if key.startswith(AWAITED) else None


def answer_for(title: str) -> dict[str, JsonValue] | None:
    """Decision and data; None: nobody answers."""
    if not title.startswith(ASKED):
        return None
    number = _number(title.removeprefix(ASKED).strip(" ?"))
    return {"decision": "approved" if number % 2 else "rejected", "data": {"n": number}}


def taken_for(asked: Asked) -> Taken | None:
    """As the run gets it."""
    if isinstance(asked, EventAsked):
        payload = event_for(asked.key)
        return Taken(port=OUT, output=payload) if payload else None
    answer = answer_for(asked.title)
    if answer is None:
        return None
    output: dict[str, JsonValue] = {"by": "ann@noria.example", "comment": "", **answer}
    return Taken(port=PortName(str(answer["decision"])), output=output)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
