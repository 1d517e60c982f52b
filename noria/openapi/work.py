"""What the API asks workers to do with a description elsewhere, since only they call other servers."""

from pydantic import BaseModel

from noria.errors import Problem
from noria.openapi.cutting import ChosenOperation
from noria.openapi.operations import Operations

READ_SPECIFICATION = "noria.read_specification"
"""Name of a Temporal activity that stands alone: no workflow starts it."""


class SpecificationCall(BaseModel):
    """Fetch a document, and list its operations or cut one out."""

    url: str
    operation: str | None = None


class SpecificationAnswer(BaseModel):
    """One of the three."""

    operations: Operations | None = None
    chosen: ChosenOperation | None = None
    refusal: str = ""
    """What is wrong with the document, or that it could not be fetched."""
    problems: list[Problem] = []
