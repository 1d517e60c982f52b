"""Names of models: `provider/model`, and which credential each provider takes."""

from dataclasses import dataclass

from noria.ai.litellm_providers import LITELLM_PROVIDERS
from noria.errors import NodeFailed

AI_QUEUE = "ai"
"""Whose workers alone import LiteLLM, embed, and speak to Milvus."""
DEMO = "demo"
"""The provider of the built-in models, which need no server and no credential."""
LOCAL = "local"
"""The provider of the bundled embedding model."""
BUILT_IN = frozenset({DEMO, LOCAL})

ANY = "litellm"
"""The provider of all others that LiteLLM speaks to; its models are called as LiteLLM calls them."""

DEMO_MODEL = "demo/demo"
LOCAL_EMBEDDING = "local/all-minilm-l6-v2"
LOCAL_DIMENSIONS = 384


@dataclass(frozen=True)
class Provider:
    """Who serves models."""

    name: str
    """As it begins the names of its models; also the type of its credential."""
    title: str
    litellm: str
    """What LiteLLM calls it."""
    speaks_openai: bool = False
    """Its address is the credential's, and what it is spoken to is OpenAI's protocol."""


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider("openai", "OpenAI", "openai"),
        Provider("anthropic", "Anthropic", "anthropic"),
        Provider("azure", "Azure OpenAI", "azure"),
        Provider("bedrock", "Amazon Bedrock", "bedrock"),
        Provider("gemini", "Google Gemini", "gemini"),
        Provider("mistral", "Mistral", "mistral"),
        Provider("ollama", "Ollama", "openai", speaks_openai=True),
        Provider("openai_compatible", "OpenAI-compatible", "openai", speaks_openai=True),
        Provider(ANY, "LiteLLM", ""),
    )
}


@dataclass(frozen=True)
class ModelName:
    """Split in two."""

    provider: str
    model: str
    """As the provider calls it; may hold more slashes."""

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"

    @property
    def litellm(self) -> str:
        """As LiteLLM calls it."""
        if self.provider == ANY:
            return self.model
        provider = PROVIDERS.get(self.provider)
        return f"{provider.litellm if provider else self.provider}/{self.model}"

    @classmethod
    def parse(cls, name: str) -> "ModelName":
        """
        Raises:
            NodeFailed: No provider before the slash that Noria knows, or none of LiteLLM's after it.
        """
        provider, slash, model = name.strip().partition("/")
        if not slash or not model or provider not in {*PROVIDERS, *BUILT_IN}:
            known = ", ".join([DEMO, *PROVIDERS])
            raise NodeFailed(
                f"There is no model {name!r}: write the provider before a slash, as "
                f"'openai/gpt-5-mini'; providers are {known}."
            )
        if provider == ANY and not _is_litellm_name(model):
            raise NodeFailed(
                f"There is no model {name!r}: after 'litellm/' write one of LiteLLM's providers and the "
                "model, as 'litellm/groq/llama-3.3-70b-versatile'; the form of a LiteLLM credential "
                "lists them."
            )
        return cls(provider, model)


def _is_litellm_name(model: str) -> bool:
    prefix, slash, rest = model.partition("/")
    return bool(slash and rest) and prefix in LITELLM_PROVIDERS
