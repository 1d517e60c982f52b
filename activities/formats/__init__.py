"""Files and texts in a format: read into values, and written from them."""
