"""`continue`: goes on with the next iteration of a loop."""

from noria.model import Model
from noria.node_type import Continue, ControlContext, control
from noria.ports import NO_PORTS


class ContinueConfig(Model):
    """Nothing to set."""


@control(
    "continue", title="Continue", category="Loops", icon="skip-forward", ports=NO_PORTS, quick=True
)
def continue_loop(config: ContinueConfig, context: ControlContext) -> Continue:
    """End this iteration of the loop around this node, and go on with the next one.

    The iteration gives no result and is left out of the loop's list; steps of it that still run are
    cancelled. In a `while` or `until`, `loop.prev` stays what it was.
    """
    return Continue()
