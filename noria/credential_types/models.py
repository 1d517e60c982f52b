"""Credentials of those who serve models: one type for each provider, named as its models begin."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from noria.ai.litellm_providers import LITELLM_PROVIDERS
from noria.credentials import CredentialType, HeaderSecret


def _web_address(url: str) -> str:
    plain = url.strip().rstrip("/")
    if not plain.startswith(("http://", "https://")) or any(sign in plain for sign in "@\\ \n"):
        raise ValueError("write it as 'https://models.example.com/v1', without a user name")
    return plain


BaseUrl = Annotated[str, Field(max_length=2_000), AfterValidator(_web_address)]
Price = Annotated[float | None, Field(ge=0, le=1_000_000)]
ExtraName = Literal[
    "api_version", "organization", "project_id", "region_name", "space_id", "tenant_id"
]
"""What LiteLLM may be told besides: nothing that leads a call elsewhere, or opens another door."""
Extra = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\w.:/@-]+$")]


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _PricedFields(_Fields):
    """Of models whose prices LiteLLM may not know."""

    input_usd_per_million: Price = Field(
        default=None, title="Price of a million input tokens", description="In US dollars."
    )
    output_usd_per_million: Price = Field(
        default=None, title="Price of a million output tokens", description="In US dollars."
    )


class NewModelsFields(_Fields):
    """Of models that are newer than LiteLLM's list: those it knows cost what it says."""

    input_usd_per_million: Price = Field(
        default=None,
        title="Price of a million input tokens",
        description="In US dollars, of models that have no price in the list of models.",
    )
    output_usd_per_million: Price = Field(
        default=None,
        title="Price of a million output tokens",
        description="In US dollars, of models that have no price in the list of models.",
    )


class KeyFields(NewModelsFields):
    """A key is all that is needed."""

    api_key: HeaderSecret = Field(title="API key")


# Deployments bear free names, so nobody else knows what they cost.
class AzureFields(_PricedFields):
    api_key: HeaderSecret = Field(title="API key")
    base_url: BaseUrl = Field(
        title="Endpoint", description="As https://NAME.openai.azure.com; models are deployments."
    )
    api_version: str = Field(
        default="2024-10-21", title="API version", pattern=r"^[0-9a-z-]{1,40}$"
    )


class BedrockFields(NewModelsFields):
    aws_access_key_id: HeaderSecret = Field(title="Access key id")
    aws_secret_access_key: HeaderSecret = Field(title="Secret access key")
    aws_session_token: HeaderSecret | None = Field(default=None, title="Session token")
    aws_region_name: str = Field(title="Region", pattern=r"^[a-z]{2}(-[a-z]+){1,3}-\d$")


class ServerFields(_PricedFields):
    """A server of one's own that speaks OpenAI's protocol."""

    base_url: BaseUrl = Field(title="Address", description="Up to and with /v1.")
    api_key: HeaderSecret | None = Field(
        default=None, title="API key", description="Empty where the server wants none."
    )


def _known_provider(name: str) -> str:
    if name not in LITELLM_PROVIDERS:
        raise ValueError(
            f"LiteLLM has no provider {name!r} that Noria calls; choose one of the list"
        )
    return name


class LiteLLMFields(_PricedFields):
    """Any provider of LiteLLM's."""

    provider: Annotated[str, AfterValidator(_known_provider)] = Field(
        title="Provider",
        description="As LiteLLM calls it.",
        json_schema_extra={"enum": list(LITELLM_PROVIDERS)},
    )
    api_key: HeaderSecret | None = Field(
        default=None, title="API key", description="Empty where the server wants none."
    )
    base_url: BaseUrl | None = Field(
        default=None, title="Address", description="Empty: the provider's own, as LiteLLM knows it."
    )
    parameters: dict[ExtraName, Extra] = Field(
        default={},
        title="Further parameters",
        description="As some providers want them: `api_version`, `organization`, `project_id`, "
        "`region_name`, `space_id`, `tenant_id`.",
    )


def _key_type(name: str, title: str, *hosts: str) -> CredentialType:
    return CredentialType(
        name=name,
        title=title,
        description=f"A key for the models of {title}.",
        icon="sparkles",
        fields=KeyFields,
        hosts=hosts,
    )


OPENAI = _key_type("openai", "OpenAI", "api.openai.com")
ANTHROPIC = _key_type("anthropic", "Anthropic", "api.anthropic.com")
GEMINI = _key_type("gemini", "Google Gemini", "generativelanguage.googleapis.com")
MISTRAL = _key_type("mistral", "Mistral", "api.mistral.ai")
AZURE = CredentialType(
    name="azure",
    title="Azure OpenAI",
    description="A key and the endpoint for models that are deployed on Azure.",
    icon="sparkles",
    fields=AzureFields,
)
BEDROCK = CredentialType(
    name="bedrock",
    title="Amazon Bedrock",
    description="An access key that may invoke models of Amazon Bedrock.",
    icon="sparkles",
    fields=BedrockFields,
    hosts=("*.amazonaws.com",),
)
OLLAMA = CredentialType(
    name="ollama",
    title="Ollama",
    description="The address of an Ollama, as http://ollama.example.com:11434/v1.",
    icon="sparkles",
    fields=ServerFields,
)
OPENAI_COMPATIBLE = CredentialType(
    name="openai_compatible",
    title="OpenAI-compatible server",
    description="Any server that speaks OpenAI's protocol: vLLM, LM Studio, llama.cpp and others.",
    icon="sparkles",
    fields=ServerFields,
)
LITELLM = CredentialType(
    name="litellm",
    title="LiteLLM provider",
    description="A key for any other provider that LiteLLM speaks to, as Groq, DeepSeek or Cohere.",
    icon="sparkles",
    fields=LiteLLMFields,
)
