"""Refreshes that were ended by force: write the end that they could not write themselves."""

from wenmai.errors import WenmaiError
from wenmai.publish.disk import remove_releases
from wenmai.publish.release import current_release, pointed_release
from wenmai.refreshes.log import RefreshEntry, append, read_log
from wenmai.settings import Settings
from wenmai.within import within


def close_killed(settings: Settings) -> list[RefreshEntry]:
    """Write an end for refreshes that never wrote their own. Call it only under the lock.

    A release that was complete but not yet swapped in when its refresh was killed is removed:
    nobody ever saw it.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of RefreshEntry
        What was written.
    """
    running = [entry for entry in read_log(settings) if entry.status == "running"]
    if not running:
        return []
    shown, is_known = pointed_release(settings), True
    if shown is None:
        try:
            release = current_release(settings)
            shown = release.release_id if release is not None else None
        except WenmaiError:  # a serving file that someone damaged says nothing
            is_known = False
    closed = []
    for entry in running:
        unseen = within(settings.releases_dir, entry.release_id)
        if entry.release_id == shown:
            ended = entry.ended("published", "Ended by force just after it had published.")
        else:
            ended = entry.ended("killed", "Ended by force before it could publish.")
            if is_known and unseen.is_dir():
                remove_releases(settings, [unseen])
        append(settings, ended)
        closed.append(ended)
    return closed
