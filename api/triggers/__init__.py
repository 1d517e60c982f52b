"""Triggers: managing them, and the addresses at which they fire."""
