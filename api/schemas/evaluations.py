"""Data sets, evaluations and gates."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from api.schemas.shape import Line, Read, Write
from noria.evaluation.comparing import Change
from noria.evaluation.evaluators import MAX_EVALUATORS, Evaluator
from noria.evaluation.upload import Format

EvaluationStatus = Literal["queued", "running", "succeeded", "failed", "cancelled"]
CaseName = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Evaluators = Annotated[list[Evaluator], Field(max_length=MAX_EVALUATORS)]


class DataSetCreate(Write):
    workflow_id: UUID
    name: Line
    evaluators: Evaluators = []


class DataSetUpdate(Write):
    """What is left out stays as it is."""

    name: Line | None = None
    evaluators: Evaluators | None = None


class DataSetRead(Read):
    id: UUID
    workflow_id: UUID
    workflow_name: str
    name: str
    evaluators: list[Evaluator]
    cases: int
    edition: int
    """Counts up with each change of cases or evaluators."""
    created_at: datetime
    updated_at: datetime


class CaseWrite(Write):
    name: CaseName = ""
    input: JsonValue = None
    expected: JsonValue = None


class CaseRead(Read):
    id: UUID
    name: str
    input: JsonValue
    expected: JsonValue
    run_id: UUID | None
    """The past run that it is made from."""
    created_at: datetime


class CasesUpload(Write):
    format: Format
    text: Annotated[str, StringConstraints(max_length=10_000_000, pattern=r"^[^\x00]*$")]
    """JSON: a list of `{input, expected, name}`. CSV: a header, with columns as `name`, `expected` or
    `expected.total`; all others are fields of the input."""


class CasesOfRuns(Write):
    run_ids: list[UUID] = Field(min_length=1, max_length=200)
    """Succeeded runs of the workflow: what they answered is what is expected."""


class CasesAdded(Read):
    added: int
    data_set: DataSetRead


class EvaluationCreate(Write):
    version: int | None = Field(default=None, ge=1, le=2_147_483_647)
    """Null: the draft as it is now."""
    concurrency: int = Field(default=4, ge=1, le=20)
    """Cases that run at the same time."""


class EvaluationRead(Read):
    id: UUID
    workflow_id: UUID
    data_set_id: UUID
    edition: int
    """Of the data set; another one than its own now means that this is out of date."""
    version: int | None
    """Null: a draft."""
    draft_revision: int | None
    status: EvaluationStatus
    error: str | None
    cases: int
    done: int
    passed: int
    created_at: datetime
    finished_at: datetime | None


class ScoreRead(Read):
    evaluator: str
    passed: bool
    score: float
    reason: str


class CaseResultRead(Read):
    number: int
    case_id: UUID
    name: str
    input: JsonValue
    expected: JsonValue
    status: Literal["queued", "running", "ended", "scored"]
    run_id: UUID | None
    output: JsonValue
    error: str | None
    scores: list[ScoreRead]
    passed: bool | None
    """Null until all evaluators have judged."""


class ComparedCase(Read):
    change: Change
    before: CaseResultRead | None
    after: CaseResultRead


class ComparisonRead(Read):
    before: EvaluationRead
    after: EvaluationRead
    regressions: int
    improvements: int
    cases: list[ComparedCase]
    """Regressions first."""


class GateWrite(Write):
    data_set_id: UUID
    min_pass_rate: float = Field(default=1.0, ge=0, le=1)
    allow_regressions: bool = False
    """Whether a case may fail that passed with the newest version."""


class GateRead(Read):
    data_set_id: UUID
    min_pass_rate: float
    allow_regressions: bool
    refusal: str | None
    """Why the draft could not be published now; null: it could."""
