"""Providers that LiteLLM speaks to and that a credential of the type `litellm` may be for.

Of LiteLLM's own list, those that it calls over the connections it is given. Left out are those that
have a type of their own here, that are no models (agents, stores of vectors), and that LiteLLM reaches
past those connections: through a kit of their own (SageMaker, Vertex AI, OCI), or with blocking
requests (WatsonX, GigaChat, NLP Cloud), which the guard of requests would not see.
"""

LITELLM_PROVIDERS = (
    "ai21", "ai21_chat", "anthropic_text", "apertis", "assemblyai", "azure_ai", "baseten",
    "bedrock_mantle", "bytez", "cerebras", "charity_engine", "chutes", "cloudflare", "codestral",
    "cognition", "cohere", "cohere_chat", "cometapi", "compactifai", "cortecs", "darkbloom",
    "dashscope", "databricks", "datarobot", "deepgram", "deepinfra", "deepseek",
    "docker_model_runner", "edenai", "elevenlabs", "empower", "featherless_ai", "fireworks_ai",
    "friendliai", "galadriel", "github", "groq", "helicone", "heroku", "hosted_vllm", "hyperbolic",
    "inception", "infinity", "jina_ai", "lambda_ai", "litellm_proxy", "llamafile", "lm_studio",
    "meta", "meta_llama", "minimax", "modelscope", "moonshot", "morph", "nadir", "nano-gpt",
    "nebius", "neosantara", "novita", "nscale", "nvidia_nim", "openrouter", "ovhcloud", "parasail",
    "perplexity", "pinstripes", "poe", "prism", "publicai", "qwen_ai_platform", "qwencloud", "reka",
    "sail", "sambanova", "scaleway", "scx-ai", "snowflake", "soniox", "synthetic", "tencent",
    "tensormesh", "together_ai", "v0", "vercel_ai_gateway", "volcengine", "voyage", "wandb", "xai",
    "xiaomi_mimo", "xinference", "zai",
)  # fmt: skip
"""As they begin LiteLLM's names of models; of the version that is pinned."""
