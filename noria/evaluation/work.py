"""What is asked of the workers that evaluate, and its names in Temporal."""

from noria.run import Record

ADVANCE = "noria.evaluation_advance"
SCORE = "noria.evaluation_score"
MAX_ATTEMPTS = 6
"""At judging one answer; then it counts as not good, with the reason."""


class EvaluationCall(Record):
    """The one argument of `EvaluationWorkflow`; all else is in the evaluation's rows."""

    workspace_id: str
    evaluation_id: str


class ScoreCall(Record):
    """One answer to judge."""

    call: EvaluationCall
    number: int
    """Of the case."""


class Progress(Record):
    """How an evaluation stands."""

    over: bool = False
    to_score: tuple[int, ...] = ()
    """Cases whose runs have ended."""
    needs_models: bool = False
