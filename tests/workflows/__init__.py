"""The engine, on a real Temporal server."""
