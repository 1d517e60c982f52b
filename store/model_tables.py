"""Tables of models: every call with its cost, what was answered, and how much may be spent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table

ZERO = {"server_default": text("0")}


class ModelCall(Table, table=True):
    """One call of a model. It outlives its run, since what it cost was paid."""

    __table_args__ = (
        CheckConstraint("status IN ('running','succeeded','failed')", name="status"),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "workspace_id", "workflow_id", "created_at"),
        Index("ix_model_call_key", "run_id", "key", postgresql_where=text("run_id IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    workflow_id: UUID | None = None
    run_id: UUID | None = None
    """None outside of runs, as when a model is tried out. The run may be gone."""
    account_id: UUID | None = None
    """Who started the run. The account may be gone."""
    node_id: str = Field(sa_type=Text)
    iteration: str = Field(sa_type=Text)
    attempt: int
    key: str = Field(sa_type=Text)
    """The same for each attempt at this very call, whichever model it falls back to."""
    request_hash: str = Field(sa_type=Text)
    """Of all that the answer depends on."""
    kind: str = Field(sa_type=Text)
    """`chat`, `embed`, `rerank` …"""
    model: str = Field(sa_type=Text)
    """With its provider."""
    credential: str = Field(sa_type=Text)
    """Its name."""
    status: str = Field(sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    """Code of why it failed."""
    estimate_usd: float = Field(default=0.0, sa_column_kwargs=ZERO)
    """Held back from the budgets while it runs."""
    cost_usd: float | None = None
    """None: nobody knows the model's price."""
    input_tokens: int = Field(default=0, sa_column_kwargs=ZERO)
    output_tokens: int = Field(default=0, sa_column_kwargs=ZERO)
    cached_tokens: int = Field(default=0, sa_column_kwargs=ZERO)
    latency_ms: int | None = None
    first_token_ms: int | None = None
    is_cached: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Answered from the cache, or from the run that is retried: it cost nothing."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    finished_at: datetime | None = None


class ModelAnswer(Table, table=True):
    """What a call was answered, for repeated attempts and for the cache; goes with its run."""

    __table_args__ = (
        Index(None, "workspace_id", "request_hash", "created_at"),
        Index(None, "run_id"),
    )

    call_id: UUID = Field(primary_key=True, foreign_key="model_call.id", ondelete="CASCADE")
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE")
    request_hash: str = Field(sa_type=Text)
    answer: Any = Field(sa_type=JSON_OR_NULL, nullable=False)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class ModelBudget(Table, table=True):
    """How much a workspace, or one of its workflows, may spend on models. Null: as much as it likes."""

    __table_args__ = (
        Index(
            "ux_model_budget_scope",
            "workspace_id",
            "workflow_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("run_usd > 0 AND day_usd > 0 AND month_usd > 0", name="amounts"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    workflow_id: UUID | None = Field(default=None, foreign_key="workflow.id", ondelete="CASCADE")
    """None: of the workspace as a whole."""
    run_usd: float | None = None
    """Of one run, its sub-runs not counted."""
    day_usd: float | None = None
    """Of a day, in UTC."""
    month_usd: float | None = None
    """Of a calendar month, in UTC."""
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
