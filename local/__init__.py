"""Door: everything on one machine for `make run`."""
