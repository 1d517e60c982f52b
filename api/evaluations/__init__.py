"""Data sets, evaluations over them, and the gate before publishing."""
