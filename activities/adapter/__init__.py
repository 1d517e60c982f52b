"""The way from Temporal to a node and back: expressions, config, blobs, records and errors.

Only the worker imports what is in here, and the API what runs of pure steps need: the catalog searches
`activities` for node types, also in processes that have no use for Temporal.
"""

NODE_TYPES = False
"""It carries node types to Temporal and holds none itself."""
