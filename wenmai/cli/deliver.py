"""``wenmai deliver``: the current release to the places that are configured, now."""

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence, here

NO_PLACE = Sentence("deliver.no_place")
SET_PLACE = Sentence("deliver.set_place")
NOTHING = Sentence("deliver.nothing")
REFRESH = Sentence("deliver.refresh")
DELIVERED = Sentence("deliver.delivered", "release", "done")


def deliver() -> None:
    """Copy the current release to PostgreSQL, as every refresh does when it is configured."""
    from rich.markup import escape

    from wenmai.cli.console import bullets, output
    from wenmai.cli.options import settings_for
    from wenmai.deliver.delivery import deliver as carry
    from wenmai.publish import current_release
    from wenmai.refreshes.lock import refresh_lock

    settings = settings_for()
    if not settings.postgres:
        raise WenmaiError(NO_PLACE(), hint=SET_PLACE())
    release = current_release(settings)
    if release is None:
        raise WenmaiError(NOTHING(), hint=REFRESH())
    with refresh_lock(settings, purpose="delivery"):
        done, *warnings = carry(settings, release)
    console = output()
    console.print(DELIVERED(release=release.release_id, done=done), markup=False)
    if warnings:
        console.print(bullets(("[yellow]![/]", escape(here(warning))) for warning in warnings))
