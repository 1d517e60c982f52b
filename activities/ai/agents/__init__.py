"""How an agent works: a LangGraph graph of its model and its tools, taken a round at a time."""

NODE_TYPES = False
