"""Shapes that cross the wire. Nothing here acts."""
