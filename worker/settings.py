"""What the worker reads from the environment; everything has a default."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Seconds = Annotated[float, Field(gt=0)]
Slots = Annotated[int, Field(ge=1)]


class WorkerSettings(BaseSettings):
    """How much the worker does at once, where nodes may connect, and how it is watched."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    allowed_hosts: str = Field(
        default="",
        description="Internal hosts that nodes may call: names, addresses or networks, each with "
        "or without a port, separated by commas",
    )
    files_dir: Path | None = Field(
        default=None,
        description="Folder in which nodes may read and write files, one below it for each workspace; "
        "none when not set",
    )
    code_socket: Path | None = Field(
        default=None,
        description="Where the code runner answers, which runs full code; none is run when not set",
    )
    mcp_commands: dict[str, list[str]] = Field(
        default={},
        description="MCP servers that agents may start on the worker, by name, as "
        """'{"files": ["mcp-files", "/srv/shared"]}'; none when empty""",
    )
    workers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Processes; a killed one is replaced at once while the others go on",
    )
    worker_health_host: str = Field(
        default="127.0.0.1", description="Where health and metrics are answered"
    )
    worker_health_port: int | None = Field(
        default=None, ge=0, le=65_535, description="Port of GET /health; none when not set"
    )
    worker_metrics_port: int | None = Field(
        default=None, ge=1, le=65_535, description="Port of GET /metrics; none when not set"
    )
    worker_queues: str = Field(
        default="",
        description="Task queues to serve, by name; all that node types name when empty, and all but "
        "some as '-ai,-code'",
    )
    queue_rates: str = Field(
        default="", description="Steps a second of all workers together, as 'ai=10,code=2.5'"
    )
    queue_slots: str = Field(
        default="", description="Steps at work at the same time in one process, as 'code=2'"
    )
    worker_build_id: str | None = Field(
        default=None, description="Names this code; with it, Temporal sends runs by worker version"
    )
    worker_deployment: str = Field(default="noria", description="Whose version the build is")
    worker_versioning: Literal["pinned", "auto_upgrade"] = Field(
        default="auto_upgrade", description="Whether runs stay with the build that began them"
    )
    worker_activity_slots: Slots = Field(default=200, description="Steps at work at the same time")
    worker_workflow_slots: Slots = Field(
        default=100, description="Workflow tasks at work at the same time"
    )
    worker_cached_workflows: Slots = Field(
        default=5_000, description="Runs kept in memory; an idle one takes about 50 kB"
    )
    worker_grace_s: Seconds = Field(
        default=8.0, description="How long steps at work may go on after SIGTERM"
    )
    worker_start_timeout_s: Seconds = Field(
        default=120.0, description="How long to wait for Temporal and PostgreSQL at the start"
    )
    circuit_failures: int = Field(
        default=10,
        ge=0,
        description="Failures in a row after which a destination is left alone; 0 for never",
    )
    circuit_open_s: Seconds = Field(
        default=10.0, description="How long it is left alone before one call tries it again"
    )
    host_rates: str = Field(
        default="",
        description="How often a workspace's steps may call a host, all workers together, as "
        "'api.example.com=5/s'",
    )
    sweep_interval_s: Seconds = Field(default=30.0, description="Between two sweeps")
    sweep_queued_age_s: float = Field(
        default=15.0, ge=0, description="Age at which a run that is still queued is started again"
    )
    audit_retention_days: int = Field(
        default=0, ge=0, description="How long audit entries are kept; 0: for ever"
    )
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "console"] = Field(
        default="auto", description="'auto': for people on a terminal, JSON lines elsewhere"
    )


class ExternalSettings(BaseSettings):
    """Where external secrets may be read from."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    external_secrets: str = Field(
        default="",
        description="What credentials may refer to, as 'env:SHOP_*,file:/run/secrets/*,"
        "vault:kv/{workspace}/*,aws:noria/*'; nothing when empty",
    )
    vault_url: str = Field(default="", description="Of HashiCorp Vault or OpenBao")
    vault_token: SecretStr | None = Field(default=None, description="To sign in there with")
    vault_token_file: Path | None = Field(
        default=None, description="Where the token stands, as an agent keeps it; read each time"
    )
    vault_namespace: str = Field(default="", description="Of Vault Enterprise")
    aws_secrets_url: str = Field(
        default="", description="Of AWS Secrets Manager, when it is not AWS's own"
    )
    aws_secrets_region: str = Field(default="us-east-1", description="Of AWS Secrets Manager")
