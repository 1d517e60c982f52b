"""The credential types that come with Noria: one file, one type, or one family of them."""
