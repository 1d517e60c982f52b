"""The credential types that come with Noria: one file, one type."""
