"""Tests mirror the packages; `tests/e2e` drives the whole stack."""
