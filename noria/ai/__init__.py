"""Models and agents, as far as they need no model: names, records of calls, what an agent becomes."""
