"""The web app has what the server says in German: its tests read the messages from a file, which is what the source says."""

import ast
import json

from tests.server_messages import FIXTURE, Messages, server_messages

SOURCE = '''
def check(name: str, close: str | None) -> None:
    """A docstring is no message."""
    hint = f"did you mean {close!r}?" if close else "remove the edge."
    log.warning("This one is read by operators.")
    options = Field(description="What a form says of a field.")
    message = "It is not there: {!r}.".format(name)
    raise NotFound("run in progress", name, f"Node {name!r} has no {'port'}: {hint}")
'''


def test_messages_are_found_wherever_they_are_put_together() -> None:
    messages = Messages(with_parts=True, with_titles=False)
    messages.visit(ast.parse(SOURCE))

    assert messages.found == {
        "did you mean {1}?",
        "remove the edge.",
        "It is not there: {1}.",
        "Node {1} has no {2}: {3}",
    }
    assert messages.nouns == {"=run in progress"}


def test_the_web_app_is_tested_with_the_messages_there_are() -> None:
    written = json.loads(FIXTURE.read_text())

    hint = (
        f"run `python -m tests.server_messages`, which writes {FIXTURE}, then the web app's tests"
    )
    assert written == server_messages(), hint
