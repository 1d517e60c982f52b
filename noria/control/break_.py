"""`break`: leaves a loop."""

from noria.model import Model
from noria.node_type import Break, ControlContext, control
from noria.ports import NO_PORTS


class BreakConfig(Model):
    """Nothing to set."""


@control("break", title="Break", category="Loops", icon="log-out", ports=NO_PORTS, quick=True)
def break_loop(config: BreakConfig, context: ControlContext) -> Break:
    """Leave the loop around this node.

    No further iteration begins, and those that run beside this one are cancelled. The loop succeeds
    with the results of the iterations that have ended by then; this one gives none. A `while` or
    `until` gives the last `loop.prev`.
    """
    return Break()
