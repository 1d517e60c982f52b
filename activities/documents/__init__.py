"""Text of documents."""
