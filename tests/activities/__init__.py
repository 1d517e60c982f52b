"""Tests of nodes, their guard and their adapter."""
