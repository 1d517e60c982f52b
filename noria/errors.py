"""The one tree of errors. Anything outside it is a bug and is not caught.

    NoriaError
    ├── Invalid              422  input breaks a rule; holds every problem
    │   └── GraphInvalid     422  a graph has errors and can't be published or run
    ├── Unauthenticated      401  nobody is signed in
    │   └── SecondFactorRequired  401  the password is right, and a code is asked for too
    ├── Forbidden            403  signed in, but not allowed
    ├── NotFound             404  no such thing in this workspace
    ├── Conflict             409  somebody else was first; holds both sides
    │   ├── PlanUnreadable   409  a newer Noria published this version
    │   ├── DraftShrinks     409  a save would lose most of a draft's nodes
    │   └── CannotApply      409  a run, as it stands, can't have this done to it
    ├── PreconditionRequired 428  a save must say which revision it is based on
    ├── TooLarge             413  a value is over its limit
    ├── TooSlow              408  a request took too long to arrive
    ├── TooManyRequests      429  over a rate limit; says when to come back
    ├── Unavailable          503  a server that Noria needs does not answer
    │   └── TakenMeanwhile   503  another worker was faster: look again at what is left
    ├── ExpressionError      422  an expression can't be parsed or evaluated
    │   └── ExpressionLimitError  it spent its budget of fuel, memory or size
    └── NodeError            raised by nodes only
        ├── NodeFailed            do not try again
        │   └── BudgetSpent       a model may not be called before somebody raises a budget
        └── NodeUnavailable       try again, perhaps not before `retry_after`
            ├── CircuitOpen       the destination fails for everybody and is left alone for a while
            └── RateExceeded      the destination may be called only so often

An error knows its HTTP status; `api.problems` renders all of them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, JsonValue


class Problem(BaseModel):
    """One broken rule in a graph or a request, with where it is and what to do."""

    model_config = ConfigDict(frozen=True)

    severity: Literal["error", "warning"] = "error"
    code: str
    """Stable snake_case name of the rule, as `unknown_node_type`."""
    message: str
    """A sentence with the offending value and what to do."""
    node_id: str | None = None
    field: str | None = None
    """JSON pointer: into the node's config when `node_id` is set, else into the document."""
    line: int | None = None
    """Line inside the expression, from 1."""
    column: int | None = None
    """Column inside the expression, from 1."""


class NoriaError(Exception):
    """Root of the tree."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong in Noria"

    @property
    def code(self) -> str:
        """Snake_case class name, stable for scripts."""
        name = type(self).__name__
        return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Invalid(NoriaError):
    """Holds every problem found, not the first."""

    status = 422
    title = "The input is not valid"

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class GraphInvalid(Invalid):
    """The editor marks all of its problems at once."""

    title = "The graph has errors"

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(" ".join(problem.message for problem in errors), problems)


class Unauthenticated(NoriaError):
    """Nobody is signed in, or the token has expired."""

    status = 401
    title = "Sign in first"


class SecondFactorRequired(Unauthenticated):
    """Ask for the code of the authenticator app and send all again."""

    title = "A code is needed too"


class Forbidden(NoriaError):
    """The account may not do this."""

    status = 403
    title = "Not allowed"


class NotFound(NoriaError):
    """Also raised for things of another workspace, so that their existence stays hidden."""

    status = 404
    title = "Not found"

    def __init__(self, what: str, which: object, message: str | None = None) -> None:
        super().__init__(message or f"There is no {what} {str(which)!r} in this workspace.")
        self.what = what


class Conflict(NoriaError):
    """`details` holds both sides, so that the person who reads it can choose."""

    status = 409
    title = "Somebody else was first"

    def __init__(self, message: str, details: dict[str, JsonValue] | None = None) -> None:
        super().__init__(message)
        self.details = details or {}


class PlanUnreadable(Conflict):
    """Not the caller's mistake, and mended by an upgrade."""

    title = "This Noria can't read the plan"


class DraftShrinks(Conflict):
    """A client that failed to load a draft would save an empty one over it."""

    title = "The draft would lose most of its nodes"


class CannotApply(Conflict):
    """Nothing was changed; the message says why, and what can be done instead."""

    title = "This can't be done to the run as it stands"


class PreconditionRequired(NoriaError):
    """A save that doesn't say what it is based on could undo somebody's work."""

    status = 428
    title = "Say which revision you read"


class TooLarge(NoriaError):
    """A value is over its limit."""

    status = 413
    title = "Too large"


class TooSlow(NoriaError):
    """A request took too long to arrive."""

    status = 408
    title = "Too slow"


class TooManyRequests(NoriaError):
    """Over a rate limit."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(NoriaError):
    """A server that Noria needs does not answer; the message names it."""

    status = 503
    title = "A part of Noria is not available"


class TakenMeanwhile(Unavailable):
    """Nothing was changed."""

    title = "Another worker was faster"


class ExpressionError(NoriaError):
    """Names the expression and where in it."""

    status = 422
    title = "An expression failed"

    def __init__(
        self,
        message: str,
        *,
        expression: str,
        name: str = "Error",
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
    ) -> None:
        super().__init__(message)
        self.expression = expression
        self.name = name
        """The JavaScript error's name, as `TypeError`."""
        self.line = line
        """In the whole template, from 1."""
        self.column = column
        """From 1; counts UTF-16 units, as editors do."""
        self.path = path
        """The path that is missing, as `steps.fetch.output.total`."""
        self.key: str | None = None
        """The key of the `ExpressionItem`, once it is known."""


class ExpressionLimitError(ExpressionError):
    """The budget is spent: never retried, since the same input spends it again."""

    title = "An expression is too expensive"


class NodeError(NoriaError):
    """Root of what a node may raise."""


class NodeFailed(NodeError):
    """The step fails; trying again would give the same answer."""

    def __init__(self, message: str, details: JsonValue = None) -> None:
        super().__init__(message)
        self.details = details


class NodeUnavailable(NodeError):
    """The other side may answer later; Temporal tries again by the step's retry policy."""

    def __init__(
        self, message: str, *, retry_after: timedelta | None = None, details: JsonValue = None
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.details = details


class BudgetSpent(NodeFailed):
    """A model was not called, or not let finish: who may raise the budget is told which one."""


class CircuitOpen(NodeUnavailable):
    """Raised for a node, not by it: the destination was not called."""


class RateExceeded(NodeUnavailable):
    """Raised for a node, not by it: the destination was not called."""
