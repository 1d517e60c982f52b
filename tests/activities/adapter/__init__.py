"""Tests of the way from Temporal to a node and back."""
