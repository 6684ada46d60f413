"""Draft a source mapping from a file, and say what is unsure.

The draft is a start for a person, not a decision: where a file does not say something, the draft
holds a placeholder that loads nothing, and a doubt says what to state.
"""

from wenmai.inspect.draft import Draft, inspect_file

__all__ = ["Draft", "inspect_file"]
