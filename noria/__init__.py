"""The language of Noria: graphs, node types, expressions, plans and run records, all pure.

Nothing below this package may import Temporal, a database or an HTTP client, but for the API
client and the command line, which are doors of their own.
"""
