"""In which order: GraphWorkflow, its parts, and the client that starts it."""
