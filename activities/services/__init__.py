"""Services of others, by the operations that people use most."""
