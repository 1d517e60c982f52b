"""How a plan's steps follow one another and what a control node does: pure.

Shared by the workflow, which does the waiting, and by activities that run many steps at once.
"""
