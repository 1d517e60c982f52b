"""What may start runs besides people: one file, one trigger type. Pure, as all of `noria`."""
