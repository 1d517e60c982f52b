"""What a node does: one file, one node type; and the adapter to Temporal."""
