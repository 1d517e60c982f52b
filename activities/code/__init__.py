"""Node types that run an author's own code."""
