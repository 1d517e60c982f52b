"""Names of models: `provider/model`, and which credential each provider takes."""

from dataclasses import dataclass

from noria.errors import NodeFailed

AI_QUEUE = "ai"
"""Whose workers alone import LiteLLM, embed, and speak to Milvus."""
DEMO = "demo"
"""The provider of the built-in models, which need no server and no credential."""
LOCAL = "local"
"""The provider of the bundled embedding model."""
BUILT_IN = frozenset({DEMO, LOCAL})

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
        provider = PROVIDERS.get(self.provider)
        return f"{provider.litellm if provider else self.provider}/{self.model}"

    @classmethod
    def parse(cls, name: str) -> "ModelName":
        """
        Raises:
            NodeFailed: No provider before the slash that Noria knows.
        """
        provider, slash, model = name.strip().partition("/")
        if not slash or not model or provider not in {*PROVIDERS, *BUILT_IN}:
            known = ", ".join([DEMO, *PROVIDERS])
            raise NodeFailed(
                f"There is no model {name!r}: write the provider before a slash, as "
                f"'openai/gpt-5-mini'; providers are {known}."
            )
        return cls(provider, model)
