"""What a node does: one file, one node type; the guard of outgoing traffic; the way to Temporal.

A node knows its config and its `NodeContext` and nothing else; only `adapter` knows Temporal.
"""
