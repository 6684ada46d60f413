"""Draft how files become a study, and say what is unsure.

A table of indicators gives a source mapping, documents and networks an entry of study.yml, a
folder all of it. A draft is a start for a person, not a decision: where a file does not say
something, the draft holds a placeholder that loads nothing, and a doubt says what to state.
"""

from wenmai.inspect.draft import inspect_file
from wenmai.inspect.drafted import Draft
from wenmai.inspect.entry import EntryDraft
from wenmai.inspect.folder import StudyDraft, inspect_folder
from wenmai.inspect.kinds import inspect_entry, refusal

__all__ = [
    "Draft",
    "EntryDraft",
    "StudyDraft",
    "inspect_entry",
    "inspect_file",
    "inspect_folder",
    "refusal",
]
