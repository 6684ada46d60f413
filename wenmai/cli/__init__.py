"""The ``wenmai`` command line: one small module per command.

`main` is the entry point. Modules import what is heavy only when their command runs, so that
``wenmai --help`` and a refresh of unchanged input answer at once.
"""

from wenmai.cli.app import app, main

__all__ = ["app", "main"]
