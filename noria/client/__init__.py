"""Noria's API from Python: `Client` and how to sign in."""

from noria.client.client import Client
from noria.client.http import SignIn

__all__ = ["Client", "SignIn"]
