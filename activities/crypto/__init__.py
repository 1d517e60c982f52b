"""Hashes, signatures and signed tokens."""
