"""`python -m noria.cli`: the command without its script."""

from noria.cli.main import main

main()
