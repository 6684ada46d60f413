"""Where things live: the project, the landing folders, the private and the serving file."""

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wenmai.errors import WenmaiError
from wenmai.installed import PACKAGE_DIR, PROJECT_DIR
from wenmai.plain_numbers import whole_number
from wenmai.sentences import Sentence

INSTALLED_WITHOUT_MODELS = Sentence("warehouse.installed_without_models", "folder")
INSTALL_WHEEL = Sentence("warehouse.install_wheel")
KEY_IN_FILE = Sentence("warehouse.key_in_file", "key", "file")
SETTING_IS = Sentence("warehouse.setting_is", "name", "value")
WHOLE_NUMBER_FROM_ONE = Sentence("warehouse.whole_number_from_one")
MEMORY_LIMIT_IS = Sentence("warehouse.memory_limit_is", "value")
WRITE_LOKY_OR_SPARK = Sentence("warehouse.write_loky_or_spark")
WRITE_SIZE = Sentence("warehouse.write_size")
NO_TOML = Sentence("warehouse.no_toml", "file", "error")
A_LINE_LOOKS_LIKE = Sentence("warehouse.a_line_looks_like")
SETTING_NOT_KNOWN = Sentence("warehouse.setting_not_known", "file", "key")
SETTINGS_ARE = Sentence("warehouse.settings_are", "keys")
FORMS: Mapping[type, Sentence] = {
    list: Sentence("warehouse.form.list"),
    int: Sentence("warehouse.form.int"),
    str: Sentence("warehouse.form.str"),
}
SETTING_NOT_OF_FORM = Sentence("warehouse.setting_not_of_form", "file", "key", "form")
MARKER_OF_ANOTHER = Sentence("warehouse.marker_of_another", "file")
NAME_HOME = Sentence("warehouse.name_home", "home")
CORRECT_LINE = Sentence("warehouse.correct_line")

MARKER = "wenmai.toml"  # `wenmai init` writes it; the folder that holds it is a warehouse
FINDINGS = "findings.json"  # what an atlas says first of each study, for who opens no page
# What wenmai.toml may say: the type, and the variable that wins over it.
KEYS: Mapping[str, tuple[type, str]] = {
    "landing": (list, "WENMAI_LANDING"),
    "keep_releases": (int, "WENMAI_KEEP_RELEASES"),
    "notify_url": (str, "WENMAI_NOTIFY_URL"),
    "notify_command": (str, "WENMAI_NOTIFY_COMMAND"),
    "memory_limit": (str, "WENMAI_MEMORY_LIMIT"),
    "temp_directory": (str, "WENMAI_TEMP_DIRECTORY"),
    "threads": (int, "WENMAI_THREADS"),
    "parallel": (str, "WENMAI_PARALLEL"),
    "mill": (str, "WENMAI_MILL"),
    "mill_path": (str, "WENMAI_MILL_PATH"),
    "mill_properties": (str, "WENMAI_MILL_PROPERTIES"),
    "mill_least": (int, "WENMAI_MILL_LEAST"),
    "postgres": (str, "WENMAI_POSTGRES"),
    "postgres_schema": (str, "WENMAI_POSTGRES_SCHEMA"),
    "postgres_reader": (str, "WENMAI_POSTGRES_READER"),
}
PARALLEL = ("loky", "spark")
_SIZE = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B|\d+(\.\d+)?%", re.IGNORECASE)


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
        Who hears of every refresh: addresses with blanks between them (`wenmai.pipeline.notify`).
    notify_command : str, optional
        A shell command that gets the same JSON on standard input.
    memory_limit : str, optional
        What DuckDB may hold in memory (``8GB``); beyond it, it writes to ``temp_directory``.
        By default four fifths of the machine, less 1.5 GB for Python.
    temp_directory : Path, optional
        Where that goes; by default beside the private file.
    threads : int, optional
        Of DuckDB; as many as there are cores unless told.
    parallel : {"loky", "spark"}
        Where draws, random networks and bootstraps go that take more than seconds: to processes
        of this machine, or to the mill.
    mill : str, optional
        Address of a Spark cluster (``spark://host:7077``) that cuts texts when there are many.
    mill_path : Path, optional
        The folder that it shares with the warehouse; by default ``build/mill``.
    mill_properties : Path, optional
        A file of Spark's properties: secrets, Kerberos and whatever that cluster wants.
    mill_least : int, optional
        From how many rows before a model, and characters of new texts, the cluster is asked.
    postgres : str, optional
        Address of a PostgreSQL database that gets a copy of each release.
    postgres_schema : str
        The schema of that copy.
    postgres_reader : str, optional
        A role that may read it.
    postgres_password : str, optional
        From a block of Prefect (`flows.secrets`); others stand nearer.

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
    notify_url: str | None = field(default=None, repr=False)  # the path of a hook is its password
    notify_command: str | None = None
    memory_limit: str | None = None
    temp_directory: Path | None = None
    threads: int | None = None
    parallel: str = "loky"
    mill: str | None = None
    mill_path: Path | None = None
    mill_properties: Path | None = None
    mill_least: int | None = None
    postgres: str | None = field(default=None, repr=False)  # may hold a password
    postgres_schema: str = "wenmai"
    postgres_reader: str | None = None
    postgres_password: str | None = field(default=None, repr=False)

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str] | None = None, here: Path | None = None
    ) -> "Settings":
        """Read settings from ``WENMAI_*`` variables and the warehouse's ``wenmai.toml``.

        The warehouse is ``WENMAI_HOME``, or else the nearest folder at or above the current one
        that `wenmai init` made and that nobody delivered; or else the clone, or, where the package
        was installed, the current folder.

        Parameters
        ----------
        environ : mapping, optional
            Defaults to ``os.environ``. ``WENMAI_HOME``, ``WENMAI_LANDING`` (folders separated
            like ``PATH``), and those that `KEYS` names are read; a variable wins over the file.
        here : Path, optional
            The current folder.

        Returns
        -------
        Settings

        Raises
        ------
        WenmaiError
            When the package was installed without its project, or a value is not one.
        """
        env = os.environ if environ is None else environ
        if PROJECT_DIR is None:
            raise WenmaiError(
                INSTALLED_WITHOUT_MODELS(folder=PACKAGE_DIR),
                hint=INSTALL_WHEEL(),
            )
        is_clone = not PROJECT_DIR.is_relative_to(PACKAGE_DIR)
        here = (here or Path.cwd()).resolve()
        default = PROJECT_DIR if is_clone else here
        named, listed = env.get("WENMAI_HOME"), env.get("WENMAI_LANDING")
        home = Path(named).expanduser().resolve() if named else _home_above(here, default, listed)
        said = read_marker(home / MARKER)
        landing: tuple[Path, ...] = (home / "landing",)
        if listed:
            landing = tuple(
                Path(part).expanduser().resolve() for part in listed.split(os.pathsep) if part
            )
        elif "landing" in said:
            landing = tuple((home / Path(part).expanduser()).resolve() for part in said["landing"])
        elif is_clone and not (home / MARKER).is_file():
            landing = (PROJECT_DIR / "demo", home / "landing")
        memory = env.get("WENMAI_MEMORY_LIMIT") or said.get("memory_limit")
        if memory and not _SIZE.fullmatch(memory):
            raise WenmaiError(MEMORY_LIMIT_IS(value=repr(memory)), hint=WRITE_SIZE())
        parallel = env.get("WENMAI_PARALLEL") or said.get("parallel", "loky")
        if parallel not in PARALLEL:
            raise WenmaiError(
                SETTING_IS(name="parallel", value=repr(parallel)), hint=WRITE_LOKY_OR_SPARK()
            )
        return cls(
            project_dir=PROJECT_DIR,
            home=home,
            landing=landing,
            keep_releases=_whole_number("keep_releases", env, said, home) or 10,
            notify_url=env.get("WENMAI_NOTIFY_URL") or said.get("notify_url"),
            notify_command=env.get("WENMAI_NOTIFY_COMMAND") or said.get("notify_command"),
            memory_limit=memory,
            parallel=parallel,
            mill=env.get("WENMAI_MILL") or said.get("mill"),
            temp_directory=_place("temp_directory", env, said, home),
            mill_path=_place("mill_path", env, said, home),
            mill_properties=_place("mill_properties", env, said, home),
            threads=_whole_number("threads", env, said, home),
            mill_least=_whole_number("mill_least", env, said, home),
            postgres=env.get("WENMAI_POSTGRES") or said.get("postgres"),
            postgres_schema=env.get("WENMAI_POSTGRES_SCHEMA")
            or said.get("postgres_schema", "wenmai"),
            postgres_reader=env.get("WENMAI_POSTGRES_READER") or said.get("postgres_reader"),
        )

    def with_landing(self, *folders: Path) -> "Settings":
        """Return the same settings reading studies from other landing folders."""
        return replace(self, landing=tuple(folder.expanduser().resolve() for folder in folders))

    @property
    def is_installed(self) -> bool:
        """Whether the project came in a wheel: then nothing may be written beside it."""
        return self.project_dir.is_relative_to(PACKAGE_DIR)

    @property
    def build_file(self) -> Path:
        """The private DuckDB file that dbt writes."""
        return self.home / "build" / "wenmai.duckdb"

    @property
    def mill_folder(self) -> Path:
        """What `wenmai mill` starts, and what is ground, unless ``mill_path`` says otherwise."""
        return self.home / "build" / "mill"

    @property
    def refresh_log(self) -> Path:
        """One JSON line per refresh, failed ones included."""
        return self.home / "build" / "refreshes.jsonl"

    @property
    def lock_file(self) -> Path:
        """Locked while a refresh runs."""
        return self.home / "build" / ".refresh.lock"

    @property
    def lock_holder(self) -> Path:
        """Says who holds the lock, while somebody does."""
        return self.home / "build" / "refresh_holder.json"

    @property
    def serving_dir(self) -> Path:
        """What people and BI tools read."""
        return self.home / "serving"

    @property
    def serving_file(self) -> Path:
        """The DuckDB file that people open: always the last complete release."""
        return self.serving_dir / "wenmai.duckdb"

    @property
    def findings_file(self) -> Path:
        """What the current release's atlas says first of each study, in both languages."""
        return self.serving_dir / "atlas" / FINDINGS

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


def _whole_number(
    key: str, env: Mapping[str, str], said: Mapping[str, Any], home: Path
) -> int | None:
    variable = KEYS[key][1]
    text = env.get(variable) or str(said.get(key, ""))
    if text and not whole_number(text):
        where = variable if env.get(variable) else KEY_IN_FILE(key=key, file=home / MARKER)
        raise WenmaiError(SETTING_IS(name=where, value=repr(text)), hint=WHOLE_NUMBER_FROM_ONE())
    return int(text) if text else None


def _place(key: str, env: Mapping[str, str], said: Mapping[str, Any], home: Path) -> Path | None:
    place = env.get(KEYS[key][1]) or said.get(key)
    return (home / Path(place).expanduser()).resolve() if place else None


def _home_above(here: Path, default: Path, listed: str | None) -> Path:
    """Return the nearest folder at or above this one that is a warehouse of who runs this.

    Settings can hold a shell command. What lies in a landing folder was delivered, and a folder
    that others write can lie above: neither may say where the warehouse is.
    """
    marked = [one for one in (here, *here.parents) if (one / MARKER).is_file()]
    delivered = [
        Path(part).expanduser().resolve() for part in (listed or "").split(os.pathsep) if part
    ]
    for home in (default, *marked):
        with suppress(WenmaiError):  # what is wrong with it is said when it is the one
            said = read_marker(home / MARKER).get("landing", ["landing"])
            delivered += [(home / Path(part).expanduser()).resolve() for part in said]
    for home in marked:
        if any(home.is_relative_to(folder) for folder in delivered):
            continue
        if hasattr(os, "getuid") and (home / MARKER).stat().st_uid not in {os.getuid(), 0}:
            raise WenmaiError(MARKER_OF_ANOTHER(file=home / MARKER), hint=NAME_HOME(home=home))
        return home
    return default


def read_marker(file: Path) -> dict[str, Any]:
    """Return what the ``wenmai.toml`` of a warehouse says; nothing when there is none.

    Parameters
    ----------
    file : Path

    Returns
    -------
    dict
        Keys of `KEYS`.

    Raises
    ------
    WenmaiError
        When it is not TOML, or a key or the type of its value is not known.

    Examples
    --------
    >>> read_marker(Path("/nowhere/wenmai.toml"))
    {}
    """
    if not file.is_file():
        return {}
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WenmaiError(NO_TOML(file=file, error=error), hint=A_LINE_LOOKS_LIKE()) from error
    for key, value in said.items():
        if key not in KEYS:
            raise WenmaiError(
                SETTING_NOT_KNOWN(file=file, key=key), hint=SETTINGS_ARE(keys=", ".join(KEYS))
            )
        wanted = KEYS[key][0]
        is_list_of_text = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not isinstance(value, wanted) or (wanted is list and not is_list_of_text):
            raise WenmaiError(
                SETTING_NOT_OF_FORM(file=file, key=key, form=FORMS[wanted]()), hint=CORRECT_LINE()
            )
    return said
