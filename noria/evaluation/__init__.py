"""Evaluation: how good a workflow's answers are, judged over cases. Pure."""
