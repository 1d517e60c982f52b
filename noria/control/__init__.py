"""Node types that the workflow itself runs: pure functions, one file each."""
