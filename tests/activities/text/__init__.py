"""Node types of this folder."""
