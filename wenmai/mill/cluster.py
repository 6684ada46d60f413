"""A mill for trying: Spark's master, workers and Thrift server as processes of this machine."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from wenmai.errors import WenmaiError
from wenmai.mill.place import INSTALL_IT, NOT_INSTALLED
from wenmai.sentences import Sentence

NO_JAVA = Sentence("mill.no_java")
INSTALL_JAVA = Sentence("mill.install_java")
RUNS_ALREADY = Sentence("mill.runs_already", "url")
STOP_IT_FIRST = Sentence("mill.stop_it_first")
DID_NOT_START = Sentence("mill.did_not_start", "process", "log")
SEE_THE_LOG = Sentence("mill.see_the_log")
HOST = "127.0.0.1"
_CLASSES = {"master": "master.Master", "worker": "worker.Worker", "thrift": "SparkSubmit"}
# Between two questions the server holds no worker, or nobody else would get one.
_OF_THRIFT = {
    "spark.dynamicAllocation.enabled": "true",
    "spark.dynamicAllocation.shuffleTracking.enabled": "true",
    "spark.dynamicAllocation.minExecutors": "0",
    "spark.dynamicAllocation.executorIdleTimeout": "5s",
    "spark.dynamicAllocation.shuffleTracking.timeout": "5s",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
}


@dataclass(frozen=True)
class Cluster:
    """A running mill.

    Parameters
    ----------
    url : str
        For the setting ``mill``.
    page : str
        Where the master tells of itself.
    properties : str
        The file for the setting ``mill_properties``: it holds the secret of this mill.
    processes : dict
        Name → process id.
    thrift : int
        Port of the Thrift server; 0 without one.
    """

    url: str
    page: str
    properties: str
    processes: Mapping[str, int]
    thrift: int = 0


def start(
    folder: Path,
    n_workers: int = 2,
    memory: str = "1g",
    seconds: float = 120,
    has_thrift: bool = False,
) -> Cluster:
    """Start a master and workers of one core each, on this machine and for it only.

    Parameters
    ----------
    folder : Path
        For logs, the secret and the note of what runs; a ``hive-site.xml`` there is read.
    n_workers : int
    memory : str
        Of a worker.
    seconds : float
        To wait for them.
    has_thrift : bool
        Whether a Thrift server takes SQL as well. It knows no secret of its own: without
        ``hive.server2.authentication`` whoever works on this machine may use it.

    Raises
    ------
    WenmaiError
        Without Spark or Java, or when one runs there already, or does not start.
    """
    known = read(folder)
    if known is not None and alive(known):
        raise WenmaiError(RUNS_ALREADY(url=known.url), hint=STOP_IT_FIRST())
    spark_class = _spark_class()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "logs").mkdir(exist_ok=True)
    properties = folder / "spark-defaults.conf"
    properties.unlink(missing_ok=True)
    with os.fdopen(os.open(properties, os.O_CREAT | os.O_WRONLY, 0o600), "w") as stream:
        # whoever reaches the port could run code: only who can read this file may
        stream.write(
            "spark.authenticate true\n"
            f"spark.authenticate.secret {secrets.token_hex(32)}\n"
            f"spark.driver.host {HOST}\nspark.driver.bindAddress {HOST}\n"
            # the master's page asks for no secret: it shows, and ends nothing
            "spark.ui.killEnabled false\nspark.master.ui.decommission.allow.mode DENY\n"
            "spark.master.rest.enabled false\n"
            f"spark.executor.memory {memory}\nspark.executor.cores 1\n"
        )
    port, page, thrift = _free_port(), _free_port(), _free_port() if has_thrift else 0
    url = f"spark://{HOST}:{port}"
    of_master = ("--host", HOST, "--port", str(port), "--webui-port", str(page))
    processes = {"master": _spawn(folder, spark_class, "master", of_master)}
    for number in range(1, n_workers + 1):
        processes[f"worker_{number}"] = start_worker(folder, url, number, memory)
    if thrift:
        asked = _thrift_server(folder, url, thrift)
        processes["thrift"] = _spawn(folder, spark_class, "thrift", asked)
    page_of = f"http://{HOST}:{page}/json/"
    cluster = Cluster(url, page_of, str(properties), processes, thrift)
    (folder / "mill.json").write_text(json.dumps(asdict(cluster)), encoding="utf-8")
    _wait(folder, cluster, n_workers, seconds)
    return cluster


def start_worker(folder: Path, url: str, number: int, memory: str) -> int:
    """Start a worker of one core, and return its process id; also in place of one that died."""
    name = f"worker_{number}"
    said = ("--host", HOST, "--cores", "1", "--memory", memory, "--webui-port", "0")
    place = ("--work-dir", str(folder / name), url)
    return _spawn(folder, _spark_class(), name, (*said, *place))


def _thrift_server(folder: Path, url: str, port: int) -> tuple[str, ...]:
    """Return what is said to Spark so that it takes SQL at a port."""
    said = {
        **_OF_THRIFT,
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
    }
    confs = [part for key, value in said.items() for part in ("--conf", f"{key}={value}")]
    java_class = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
    at = {"bind.host": HOST, "port": str(port)}
    hive = [
        part
        for key, value in at.items()
        for part in ("--hiveconf", f"hive.server2.thrift.{key}={value}")
    ]
    return ("--class", java_class, "--master", url, *confs, "spark-internal", *hive)


def read(folder: Path) -> Cluster | None:
    """Return the mill that was started last in a folder."""
    note = folder / "mill.json"
    return Cluster(**json.loads(note.read_text(encoding="utf-8"))) if note.is_file() else None


def alive(cluster: Cluster) -> dict[str, int]:
    """Return those processes that still run, and are Spark's."""
    return {name: pid for name, pid in cluster.processes.items() if _is_ours(pid)}


def told(cluster: Cluster) -> dict[str, Any]:
    """Return what the master says of itself: its workers and applications; empty when silent."""
    try:
        with urlopen(cluster.page, timeout=5) as answer:
            said: dict[str, Any] = json.load(answer)
            return said
    except (OSError, ValueError):
        return {}


def stop(folder: Path, seconds: float = 30) -> list[str]:
    """Stop what was started in a folder, and return the names of what still ran."""
    cluster = read(folder)
    running = alive(cluster) if cluster is not None else {}
    for pid in running.values():
        os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(map(_is_ours, running.values())):
        time.sleep(0.2)
    for pid in filter(_is_ours, running.values()):
        os.kill(pid, signal.SIGKILL)
    (folder / "mill.json").unlink(missing_ok=True)
    return sorted(running)


def _spark_class() -> Path:
    try:
        import pyspark  # noqa: PLC0415
    except ImportError as error:
        raise WenmaiError(NOT_INSTALLED(), hint=INSTALL_IT()) from error
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise WenmaiError(NO_JAVA(), hint=INSTALL_JAVA())
    return Path(pyspark.__file__).parent / "bin" / "spark-class"


def _spawn(folder: Path, spark_class: Path, name: str, said: tuple[str, ...]) -> int:
    java_class = f"org.apache.spark.deploy.{_CLASSES[name.split('_', maxsplit=1)[0]]}"
    environ = {
        **os.environ,
        **{"SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": HOST, "SPARK_PUBLIC_DNS": HOST},
    }
    with (folder / "logs" / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(  # it stays: `stop` ends it
            [str(spark_class), java_class, *said],
            env=environ,
            cwd=folder,  # Derby leaves its log where it runs
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    return process.pid


def _wait(folder: Path, cluster: Cluster, n_workers: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        is_whole = told(cluster).get("aliveworkers") == n_workers
        if is_whole and (not cluster.thrift or is_open(cluster.thrift)):
            return
        gone = sorted(set(cluster.processes) - set(alive(cluster)))
        if gone:
            break
        time.sleep(0.5)
    name = next(iter(sorted(set(cluster.processes) - set(alive(cluster)))), "master")
    stop(folder)
    log = f"{folder.name}/logs/{name}.log"
    raise WenmaiError(DID_NOT_START(process=name, log=log), hint=SEE_THE_LOG())


def _is_ours(pid: int) -> bool:
    """Tell whether a process runs and is Spark's: numbers of processes come again."""
    place = Path(f"/proc/{pid}")
    try:
        said = (place / "cmdline").read_bytes()
        state = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    # while one program becomes another it says nothing of itself, as the dead do
    return b"spark" in said if said else state != "Z"


def is_open(port: int) -> bool:
    """Tell whether somebody listens at a port of this machine."""
    try:
        socket.create_connection((HOST, port), 1).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
