"""Lists, tables and formats: what is computed from values alone."""
