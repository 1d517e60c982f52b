"""Data sets, evaluations of workflows over them, and what may be published."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, ONE, Table

_ZERO = {"server_default": sql("0")}


class DataSet(Table, table=True):
    """Cases of one workflow, and what judges its answers."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace_id", "workflow_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID
    name: str = Field(sa_type=Text)
    evaluators: list[dict[str, Any]] = Field(default=[], sa_type=JSON_OR_NULL)
    edition: int = Field(default=1, sa_column_kwargs=ONE)
    """Counts up with each change of cases or evaluators: evaluations of another are out of date."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class DataCase(Table, table=True):
    """An input, and what a good answer is."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "data_set_id"],
            ["data_set.workspace_id", "data_set.id"],
            ondelete="CASCADE",
        ),
        Index(None, "data_set_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    data_set_id: UUID
    name: str = Field(default="", sa_type=Text)
    input: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    expected: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    run_id: UUID | None = None
    """The past run that it is made from."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Evaluation(Table, table=True):
    """One version of a workflow, or its draft, run over a data set."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        ForeignKeyConstraint(
            ["workspace_id", "data_set_id"],
            ["data_set.workspace_id", "data_set.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "status IN ('queued','running','succeeded','failed','cancelled')", name="status"
        ),
        Index(None, "data_set_id", "created_at", "id"),
        Index(
            "ix_evaluation_open",
            "created_at",
            postgresql_where=sql("status IN ('queued','running')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID
    data_set_id: UUID
    edition: int
    """Of the data set."""
    version: int | None = None
    """None: the draft."""
    draft_revision: int | None = None
    graph_hash: bytes
    """Of what was run."""
    evaluators: list[dict[str, Any]] = Field(sa_type=JSON_OR_NULL)
    """As they were."""
    concurrency: int = Field(default=4, sa_column_kwargs={"server_default": sql("4")})
    status: str = Field(default="queued", sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    cases: int = Field(default=0, sa_column_kwargs=_ZERO)
    done: int = Field(default=0, sa_column_kwargs=_ZERO)
    passed: int = Field(default=0, sa_column_kwargs=_ZERO)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    finished_at: datetime | None = None


class EvaluationCase(Table, table=True):
    """A case as it was, what was answered, and what the evaluators say of it."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "evaluation_id"],
            ["evaluation.workspace_id", "evaluation.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("status IN ('queued','running','ended','scored')", name="status"),
    )

    evaluation_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    """From 0, in the order of the data set."""
    workspace_id: UUID
    case_id: UUID
    """Stays when the case is deleted."""
    name: str = Field(default="", sa_type=Text)
    input: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    expected: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    status: str = Field(default="queued", sa_type=Text)
    run_id: UUID | None = None
    output: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    error: str | None = Field(default=None, sa_type=Text)
    """Why there is no answer."""
    scores: list[dict[str, Any]] = Field(default=[], sa_type=JSON_OR_NULL)
    passed: bool | None = None


class PublishGate(Table, table=True):
    """What a draft has to be good for before it becomes a version."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "data_set_id"],
            ["data_set.workspace_id", "data_set.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("min_pass_rate BETWEEN 0 AND 1", name="min_pass_rate"),
    )

    workflow_id: UUID = Field(primary_key=True)
    workspace_id: UUID
    data_set_id: UUID
    min_pass_rate: float
    allow_regressions: bool
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
