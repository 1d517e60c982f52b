"""The command `noria`: `main` reads its arguments, the other modules do what was asked."""
