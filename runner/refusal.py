"""Why no code is run."""


class Refusal(Exception):
    """The runner can't keep code in: it ends rather than run any."""
