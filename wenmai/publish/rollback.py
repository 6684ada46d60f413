"""Go back to an earlier release."""

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import NOTHING_PUBLISHED
from wenmai.obstacles import in_one_sentence
from wenmai.publish.disk import show, tidy
from wenmai.publish.hashing import file_hash
from wenmai.publish.killed import close_killed
from wenmai.publish.release import Release, list_releases
from wenmai.refreshes.lock import refresh_lock
from wenmai.sentences import Sentence
from wenmai.settings import Settings

NO_SUCH_RELEASE = Sentence("publish.no_such_release", "release_id")
KNOWN_RELEASES = Sentence("publish.known_releases", "known")
FILE_CHANGED = Sentence("publish.file_changed")
FILE_MISSING = Sentence("publish.file_missing")
RELEASE_NOT_WHOLE = Sentence("publish.release_not_whole", "file", "release_id", "state")
CHOOSE_ANOTHER_RELEASE = Sentence("publish.choose_another_release")


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
            NO_SUCH_RELEASE(release_id=release_id),
            hint=KNOWN_RELEASES(known=", ".join(known)) if known else NOTHING_PUBLISHED(),
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
            state = FILE_CHANGED() if file.exists() else FILE_MISSING()
            raise WenmaiError(
                RELEASE_NOT_WHOLE(file=file, state=state, release_id=release.release_id),
                hint=CHOOSE_ANOTHER_RELEASE(),
            )
