"""Conversations of people with workflows: signed in, or on the page of a public chat."""
