"""What `noria.compile` stands on: how a graph is indexed, checked, ordered and planned."""
