"""The whole stack, as `make run` starts it: real servers, real processes, real signals."""
