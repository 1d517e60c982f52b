"""Node types about lists and formats."""
