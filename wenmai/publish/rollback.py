"""Go back to an earlier release."""

from wenmai.errors import WenmaiError
from wenmai.obstacles import in_one_sentence
from wenmai.publish.disk import show, tidy
from wenmai.publish.hashing import file_hash
from wenmai.publish.killed import close_killed
from wenmai.publish.release import Release, list_releases
from wenmai.refreshes.lock import refresh_lock
from wenmai.settings import Settings


def roll_back(settings: Settings, release_id: str) -> Release:
    """Verify a kept release and make it the one that people see.

    Parameters
    ----------
    settings : Settings
    release_id : str

    Returns
    -------
    Release

    Raises
    ------
    WenmaiError
        When there is no such release, one of its files is missing or changed, or a refresh runs.

    Examples
    --------
    >>> from pathlib import Path
    >>> roll_back(Settings(Path("/nowhere"), Path("/nowhere"), ()), "20240131T061502Z-1a2b3c")
    Traceback (most recent call last):
    wenmai.errors.WenmaiError: There is no release 20240131T061502Z-1a2b3c. Nothing was ...
    """
    find_release(settings, release_id)
    with in_one_sentence(settings), refresh_lock(settings, purpose=f"roll-back to {release_id}"):
        # While the pointer still says whether a killed refresh had published: afterwards
        # its release would look like one that nobody saw, and go.
        close_killed(settings)
        release = find_release(settings, release_id)
        verify(release)
        tidy(settings)
        show(settings, release)
    return release


def find_release(settings: Settings, release_id: str) -> Release:
    """Return a kept release by its id.

    Parameters
    ----------
    settings : Settings
    release_id : str

    Returns
    -------
    Release

    Raises
    ------
    WenmaiError
        Listing the ids that there are.
    """
    known = {release.release_id: release for release in list_releases(settings)}
    if release_id not in known:
        raise WenmaiError(
            f"There is no release {release_id}.",
            hint=f"Known releases: {', '.join(known)}." if known else "Nothing was published yet.",
        )
    return known[release_id]


def verify(release: Release) -> None:
    """Compare every file of a release with the SHA-256 in its manifest.

    Parameters
    ----------
    release : Release

    Raises
    ------
    WenmaiError
        Naming the first file that is missing or differs.
    """
    expected = {release.serving_copy: release.serving_sha256}
    expected |= {release.folder / table.file: table.sha256 for table in release.tables}
    expected |= {release.folder / file: sha256 for file, sha256 in release.files.items()}
    for file, sha256 in expected.items():
        if not file.is_file() or file_hash(file) != sha256:
            state = "has changed since it was published" if file.exists() else "is missing"
            raise WenmaiError(
                f"{file} {state}, so release {release.release_id} cannot be trusted.",
                hint="Choose another release (`wenmai status --releases`) or refresh.",
            )
