"""Figures, each beside a baseline of the same run; see docs/benchmarks.md."""
