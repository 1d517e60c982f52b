"""Nodes that ask models. They run on the queue `ai`, whose workers alone import LiteLLM."""
