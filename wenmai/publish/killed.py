"""Refreshes that were ended by force: write the end that they could not write themselves."""

from wenmai.errors import WenmaiError
from wenmai.publish.disk import remove_releases
from wenmai.publish.release import current_release, pointed_release
from wenmai.refreshes.log import RefreshEntry, append, published_ids, read_log
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.within import within

ENDED_AFTER_PUBLISHING = Sentence("warehouse.ended_after_publishing")
ENDED_BEFORE_PUBLISHING = Sentence("warehouse.ended_before_publishing")


def close_killed(settings: Settings) -> list[RefreshEntry]:
    """Write an end for refreshes that never wrote their own. Call it only under the lock.

    A release that was complete but not yet current when its refresh was killed or failed is
    removed: nobody ever saw it.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of RefreshEntry
        What was written.
    """
    entries = read_log(settings)
    running = [entry for entry in entries if entry.status == "running"]
    shown, is_known = pointed_release(settings), True
    if shown is None and running:
        try:
            release = current_release(settings)
            shown = release.release_id if release is not None else None
        except WenmaiError:  # a serving file that someone damaged says nothing
            is_known = False
    closed = []
    for entry in running:
        if entry.release_id == shown:
            closed.append(entry.ended("published", ENDED_AFTER_PUBLISHING()))
        else:
            closed.append(entry.ended("killed", ENDED_BEFORE_PUBLISHING()))
    if is_known:
        ends = {entry.release_id: entry.status for entry in (*entries, *closed)}
        unseen = [name for name, status in ends.items() if status in {"failed", "killed"}]
        folders = [within(settings.releases_dir, name) for name in unseen]
        # a line that calls a release failed which another calls published is not believed
        seen = {shown, *published_ids(settings)}
        remove_releases(
            settings, [folder for folder in folders if folder.is_dir() and folder.name not in seen]
        )
    for ended in closed:
        append(settings, ended)
    return closed
