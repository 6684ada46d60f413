"""Make releases: marts copied into a new serving file, checked, swapped in with one rename."""

from wenmai.publish.export import export_table, neutralise
from wenmai.publish.make import publish
from wenmai.publish.release import PublishedTable, Release, current_release, list_releases
from wenmai.publish.rollback import roll_back

__all__ = [
    "PublishedTable",
    "Release",
    "current_release",
    "export_table",
    "list_releases",
    "neutralise",
    "publish",
    "roll_back",
]
