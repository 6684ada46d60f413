"""Where things live: the project, the landing folders, the private and the serving file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wenmai.errors import WenmaiError


@dataclass(frozen=True)
class Settings:
    """Paths and knobs of one warehouse.

    Parameters
    ----------
    project_dir : Path
        Folder that holds ``dbt_project.yml``.
    home : Path
        Folder below which ``build/``, ``serving/`` and ``landing/`` lie.
    landing : tuple of Path
        Folders whose sub-folders are studies.
    keep_releases : int
        How many releases stay on disk; the current one always does.
    notify_url : str, optional
        A URL that gets a JSON POST after every refresh.
    notify_command : str, optional
        A shell command that gets the same JSON on standard input.

    Examples
    --------
    >>> settings = Settings(Path("/srv/wenmai"), Path("/srv/wenmai"), (Path("/srv/in"),))
    >>> settings.serving_file.as_posix()
    '/srv/wenmai/serving/wenmai.duckdb'
    """

    project_dir: Path
    home: Path
    landing: tuple[Path, ...]
    keep_releases: int = 10
    notify_url: str | None = None
    notify_command: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read settings from ``WENMAI_*`` variables; the defaults serve a fresh clone.

        Parameters
        ----------
        environ : mapping, optional
            Defaults to ``os.environ``. ``WENMAI_HOME``, ``WENMAI_LANDING`` (folders separated
            like ``PATH``), ``WENMAI_KEEP_RELEASES``, ``WENMAI_NOTIFY_URL`` and
            ``WENMAI_NOTIFY_COMMAND`` are read.

        Returns
        -------
        Settings

        Raises
        ------
        WenmaiError
            When the package was installed without its project, or a number is not one.
        """
        env = os.environ if environ is None else environ
        project_dir = Path(__file__).resolve().parents[1]
        if not (project_dir / "dbt_project.yml").is_file():
            raise WenmaiError(
                f"{project_dir} holds no dbt_project.yml.",
                hint="Install wenmai from its clone with `make setup`.",
            )
        home = Path(env.get("WENMAI_HOME") or project_dir).expanduser().resolve()
        listed = env.get("WENMAI_LANDING")
        landing = (
            tuple(Path(part).expanduser().resolve() for part in listed.split(os.pathsep) if part)
            if listed
            else (project_dir / "demo", home / "landing")
        )
        kept = env.get("WENMAI_KEEP_RELEASES", "10")
        if not kept.isdigit() or int(kept) < 1:
            raise WenmaiError(
                f"WENMAI_KEEP_RELEASES is {kept!r}.", hint="Set it to a whole number from 1."
            )
        return cls(
            project_dir=project_dir,
            home=home,
            landing=landing,
            keep_releases=int(kept),
            notify_url=env.get("WENMAI_NOTIFY_URL") or None,
            notify_command=env.get("WENMAI_NOTIFY_COMMAND") or None,
        )

    def with_landing(self, *folders: Path) -> "Settings":
        """Return the same settings reading studies from other landing folders."""
        return replace(self, landing=tuple(folder.expanduser().resolve() for folder in folders))

    @property
    def build_file(self) -> Path:
        """The private DuckDB file that dbt writes."""
        return self.home / "build" / "wenmai.duckdb"

    @property
    def refresh_log(self) -> Path:
        """One JSON line per refresh, failed ones included."""
        return self.home / "build" / "refreshes.jsonl"

    @property
    def lock_file(self) -> Path:
        """Locked while a refresh runs."""
        return self.home / "build" / ".refresh.lock"

    @property
    def serving_dir(self) -> Path:
        """What people and BI tools read."""
        return self.home / "serving"

    @property
    def serving_file(self) -> Path:
        """The DuckDB file that people open: always the last complete release."""
        return self.serving_dir / "wenmai.duckdb"

    @property
    def pointer(self) -> Path:
        """The link that alone decides which release is current; all that people open follows it."""
        return self.serving_dir / "current"

    @property
    def releases_dir(self) -> Path:
        """One folder per kept release."""
        return self.serving_dir / "releases"

    @property
    def seeds_dir(self) -> Path:
        """Reference data as CSV."""
        return self.project_dir / "seeds"
