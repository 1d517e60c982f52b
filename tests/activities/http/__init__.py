"""More than one request, or another body than a plain one."""
