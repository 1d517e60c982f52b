"""LangGraph, a step at a time: what decides which nodes of a graph run next, and runs none of them."""

NODE_TYPES = False
