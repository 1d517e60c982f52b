"""A domain event as subscribers get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from noria.domain_events import EventData, EventType, OfWorkflow


@dataclass(frozen=True)
class Heard:
    """What happened, checked and with its workflow's name."""

    id: UUID
    workspace_id: UUID
    type: EventType
    at: datetime
    data: EventData

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """Its data as JSON."""
        return self.data.model_dump(mode="json")

    @property
    def workflow_id(self) -> UUID | None:
        """Which workflow it is about, if any."""
        return UUID(self.data.workflow_id) if isinstance(self.data, OfWorkflow) else None
