"""How teams of agents work: for each strategy a LangGraph graph that says who is next."""

NODE_TYPES = False
