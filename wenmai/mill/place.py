"""Where the mill is, as the settings say, and how a session with it begins and ends."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NOT_INSTALLED = Sentence("mill.not_installed")
INSTALL_IT = Sentence("mill.install_it")
DOES_NOT_ANSWER = Sentence("mill.does_not_answer", "url")
START_IT = Sentence("mill.start_it")
BROKE_DOWN = Sentence("mill.broke_down", "url", "error")
RUN_AGAIN = Sentence("mill.run_again")
INCOMPLETE = Sentence("mill.incomplete", "part", "reason")
NO_PROPERTIES = Sentence("mill.no_properties", "file")
WRITE_PROPERTIES = Sentence("mill.write_properties")
_SECONDS = 5
# What a driver does by itself; a file of properties may say otherwise.
_DEFAULTS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
}


@dataclass(frozen=True)
class Mill:
    """A Spark cluster, and the folder that it shares with the warehouse.

    Parameters
    ----------
    url : str
        ``spark://host:port``, or what else Spark calls a master.
    path : Path
        Read and written by both; holds what is to be ground and what came of it.
    properties : Path, optional
        A file of Spark's (``key value`` a line): secrets, Kerberos and whatever a cluster wants. It
        is handed over, and nothing in it is ever shown.
    least : int, optional
        From how many rows before a model, and characters of new texts, it is asked; by default as
        many as pay.
    """

    url: str
    path: Path
    properties: Path | None = None
    least: int | None = None

    @contextmanager
    def session(self) -> "Iterator[SparkSession]":
        """Begin a session, and end it whatever happens.

        Raises
        ------
        WenmaiError
            When Spark is not installed, the mill does not answer, or breaks down meanwhile.
        """
        try:
            from pyspark.errors import PySparkException  # noqa: PLC0415
            from pyspark.sql import SparkSession  # noqa: PLC0415
        except ImportError as error:
            raise WenmaiError(NOT_INSTALLED(), hint=INSTALL_IT()) from error
        from py4j.protocol import Py4JError  # noqa: PLC0415

        said = self.read_properties()
        self.knock()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        spark = None
        try:
            builder = SparkSession.builder.master(self.url).appName("wenmai")
            spark = builder.config(map={**_DEFAULTS, **said}).getOrCreate()
            spark.sparkContext.setLogLevel("ERROR")
            yield spark
        except (PySparkException, Py4JError, ConnectionError) as error:
            message = BROKE_DOWN(url=self.url, error=str(error).strip().splitlines()[0][:200])
            raise WenmaiError(message, hint=RUN_AGAIN()) from error
        finally:
            if spark is not None:
                spark.stop()

    def read_properties(self) -> dict[str, str]:
        """Return what the file of properties says; nothing without one."""
        if self.properties is None:
            return {}
        if not self.properties.is_file():
            raise WenmaiError(NO_PROPERTIES(file=self.properties.name), hint=WRITE_PROPERTIES())
        lines = self.properties.read_text(encoding="utf-8").splitlines()
        parts = [line.split(None, 1) for line in lines if line.strip() and line.strip()[0] != "#"]
        return {key: value.strip() for key, value in (part for part in parts if len(part) == 2)}

    def knock(self) -> None:
        """Ask whether anybody is there: Spark itself would wait for minutes."""
        place = urlsplit(self.url)
        if place.scheme != "spark" or place.hostname is None:
            return
        try:
            socket.create_connection((place.hostname, place.port or 7077), _SECONDS).close()
        except OSError as error:
            raise WenmaiError(DOES_NOT_ANSWER(url=self.url), hint=START_IT()) from error


def mill_of(settings: Settings) -> Mill | None:
    """Return the mill that the settings name; None where everything runs on this machine.

    Parameters
    ----------
    settings : Settings

    Examples
    --------
    >>> from dataclasses import replace
    >>> mill_of(replace(Settings.from_env(), mill="spark://mill:7077")).url
    'spark://mill:7077'
    """
    if settings.mill is None:
        return None
    path = settings.mill_path or settings.mill_folder
    return Mill(settings.mill, path, settings.mill_properties, settings.mill_least)
