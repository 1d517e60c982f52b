"""Door: the worker process."""
