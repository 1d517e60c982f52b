"""A run that begins where another one was: what is reused of it, and what runs again."""
