"""The code runner: a process without secrets that runs authors' code, each piece in a jail of its own.

It stands on the standard library alone, so that it starts in a moment and holds nothing worth taking.
"""
