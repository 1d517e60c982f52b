"""Config fields that every node that asks a chat model has."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from noria.ai.names import DEMO_MODEL, PROVIDERS
from noria.blobs import BlobRef
from noria.credentials import CredentialName
from noria.model import Model
from noria.node_type import ui

PROVIDER_CREDENTIALS = "|".join(PROVIDERS)
MAX_FALLBACKS = 5
MAX_CACHE_S = 30 * 86_400


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


MaybeCredential = Annotated[CredentialName | None, BeforeValidator(_empty_is_none)]


ImageList = Annotated[
    list[str | BlobRef],
    Field(
        title="Images",
        description="Stored files, or URLs that begin with https://.",
        max_length=50,
        json_schema_extra=ui(group="Attachments", advanced=True),
    ),
]
FileList = Annotated[
    list[BlobRef],
    Field(
        title="Files",
        description="Stored files: PDF, text, and what else the model reads.",
        max_length=50,
        json_schema_extra=ui(group="Attachments", advanced=True),
    ),
]


class Fallback(Model):
    """A model that is asked when those before it fail."""

    model: str = Field(title="Model", json_schema_extra=ui(options_from="models"))
    credential: MaybeCredential = Field(
        default=None,
        title="Credential",
        json_schema_extra=ui(
            widget="credential", credential_type=PROVIDER_CREDENTIALS, expression="never"
        ),
    )


class ModelFields(Model):
    """Which model, and on what terms."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    model: str = Field(
        default=DEMO_MODEL,
        title="Model",
        description="Provider and model, as `openai/gpt-5-mini`. `demo/demo` answers offline, without "
        "understanding anything.",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(options_from="models", placeholder="openai/gpt-5-mini", order=1),
    )
    credential: MaybeCredential = Field(
        default=None,
        title="Credential",
        description="Of the model's provider; the demo model needs none.",
        json_schema_extra=ui(
            widget="credential",
            credential_type=PROVIDER_CREDENTIALS,
            expression="never",
            order=2,
        ),
    )
    fallbacks: list[Fallback] = Field(
        default=[],
        title="Fallback models",
        description="Asked in this order when the model fails or does not answer.",
        max_length=MAX_FALLBACKS,
        json_schema_extra=ui(group="Terms", advanced=True),
    )
    cache_s: float = Field(
        default=0,
        title="Reuse answers for",
        description="Seconds for which the answer to exactly the same request is used again, by any "
        "step of the workspace, at no cost. 0: never.",
        ge=0,
        le=MAX_CACHE_S,
        json_schema_extra=ui(widget="duration", unit="s", group="Terms", advanced=True),
    )
    max_cost_usd: float | None = Field(
        default=None,
        title="Budget of the step",
        description="US dollars that all calls of this step may cost together; no further call is "
        "made once they are spent.",
        gt=0,
        le=100_000,
        json_schema_extra=ui(unit="USD", group="Terms", advanced=True),
    )
