"""Copies of each release where other tools are."""
