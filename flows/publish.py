"""What Prefect keeps of a release, and the message when a run ends badly."""

from prefect.artifacts import create_markdown_artifact

from wenmai.pipeline.notify import notify
from wenmai.publish import Release
from wenmai.settings import Settings

ARTIFACT = "release"


def release_text(release: Release) -> str:
    """Return a page about a release in Markdown.

    Parameters
    ----------
    release : Release

    Returns
    -------
    str
    """
    lines = [
        f"# Release {release.release_id}",
        "",
        f"Published {release.created_at:%Y-%m-%d %H:%M:%S} UTC in `{release.folder}`.",
        "",
        "| table | rows | content hash |",
        "|---|---:|---|",
    ]
    lines += [
        f"| {table.full_name} | {table.rows:,} | `{table.content_hash[:12]}` |"
        for table in release.tables
    ]
    return "\n".join(lines)


def keep_release(release: Release) -> None:
    """Store the published release as an artifact of the running flow."""
    create_markdown_artifact(
        key=ARTIFACT, markdown=release_text(release), description=f"Release {release.release_id}"
    )


def tell_of_crash(settings: Settings, run_name: str, reason: str) -> None:
    """Send the notification of a run whose process was killed.

    Parameters
    ----------
    settings : Settings
        Without a notification URL or command nothing happens.
    run_name : str
    reason : str
        What Prefect knows.
    """
    notify(settings, {"status": "crashed", "run": run_name, "message": reason})
