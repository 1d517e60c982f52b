"""What stops the stack from starting or running, in one sentence for the person at the terminal."""

from noria.errors import NoriaError


class LocalError(NoriaError):
    """The message is one sentence that says what happened and what to do."""

    def __init__(self, message: str, log_tail: str = "") -> None:
        super().__init__(message)
        self.log_tail = log_tail
        """What the guilty child wrote last; empty when no child is to blame."""
