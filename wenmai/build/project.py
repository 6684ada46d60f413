"""The project as dbt compiles it: every node with its SQL, parents, contract and words.

dbt parses and compiles; that takes ten seconds and depends on the code alone. What comes out is
kept under a hash of the code, so that a refresh whose code did not change needs no dbt.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from wenmai.build.close import close_build_file
from wenmai.build.from_code import from_code
from wenmai.build.versions import versions
from wenmai.errors import WenmaiError
from wenmai.installed import files_below
from wenmai.sentences import Sentence
from wenmai.settings import Settings

MODELS_NOT_COMPILED = Sentence("warehouse.models_not_compiled", "reason")
SEE_LOG = Sentence("warehouse.see_log", "file")

# Their versions decide what is compiled; those that compute stand in the keys of the nodes.
COMPILERS = ("dbt-core", "dbt-duckdb", "duckdb")
FOLDERS = ("models", "python_models", "macros", "seeds", "tests", "docs")
SUFFIXES = {".sql", ".yml", ".py", ".md"}


@dataclass(frozen=True)
class Node:
    """A model, seed, source or data test.

    Parameters
    ----------
    key : str
        dbt's unique id.
    name, kind, file, description : str
        ``kind`` is model, seed, source or test; ``file`` relative to the project.
    relation : tuple of str
        Database, schema and name; empty for a test.
    parents : tuple of str
        Keys of what it reads.
    code : str
        Compiled SQL or Python; empty for seeds and sources.
    materialized : str
        table or view.
    language : str
        sql or python.
    contract : mapping
        Column → type where the contract is enforced, in the order of the table.
    comments : mapping
        Column → description; ``""`` → that of the table. Only where readers see them.
    column_types : mapping
        Of a seed.
    severity : str
        Of a test: error or warn.
    follows : tuple of str
        Keys of the parents whose content alone decides whether it is made anew; empty for all.
    tags : tuple of str
    """

    key: str
    name: str
    kind: str
    file: str = ""
    description: str = ""
    relation: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    code: str = ""
    materialized: str = "table"
    language: str = "sql"
    contract: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    column_types: Mapping[str, str] = field(default_factory=dict)
    severity: str = "error"
    follows: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The relation, quoted."""
        return ".".join(f'"{part}"' for part in self.relation)


def compiled_project(settings: Settings, target: str = "") -> tuple[Node, ...]:
    """Return all nodes, parents before children; dbt is asked only when the code has changed.

    Parameters
    ----------
    settings : Settings
    target : str
        Of ``profiles.yml``; DuckDB unless told.

    Returns
    -------
    tuple of Node

    Raises
    ------
    WenmaiError
        When the project does not parse or compile.

    Examples
    --------
    >>> nodes = compiled_project(Settings.from_env())  # doctest: +SKIP
    >>> nodes[-1].kind  # doctest: +SKIP
    'test'
    """
    file = compiled_file(settings, target)
    with suppress(ValueError, TypeError, KeyError):
        return _read(file)
    file.unlink()  # half on the disk when the power went
    return _read(compiled_file(settings, target))


def compiled_file(settings: Settings, target: str = "") -> Path:
    """Return the file that keeps all nodes; parameters and errors of :func:`compiled_project`.

    Returns
    -------
    Path
        A JSON list, named by the hash of the code.

    Examples
    --------
    >>> compiled_file(Settings.from_env()).suffix  # doctest: +SKIP
    '.json'
    """

    def make(file: Path) -> None:
        nodes = _in_order(_nodes(_compile(settings, target)))
        text = json.dumps([asdict(node) for node in nodes], ensure_ascii=False)
        file.write_text(text, encoding="utf-8")

    return from_code(settings, f"{code_key(settings.project_dir)}.{target or 'json'}", make)


def code_key(project_dir: Path) -> str:
    """Return the sha256 of everything that dbt compiles, and of the versions that compile it.

    Parameters
    ----------
    project_dir : Path
    """
    compilers = [versions().get(name) for name in COMPILERS]
    digest = hashlib.sha256(json.dumps(compilers).encode())
    digest.update(Path(__file__).read_bytes())
    files = {name: project_dir / name for name in ("dbt_project.yml", "profiles.yml")}
    for folder in FOLDERS:
        # what lies in tests/ as Python is pytest's
        suffixes = SUFFIXES - {".py"} if folder == "tests" else SUFFIXES
        found = files_below(project_dir / folder, suffixes)
        files |= {f"{folder}/{place}": file for place, file in found.items()}
    for place, file in files.items():
        if file.is_file():
            digest.update(f"{place}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> tuple[Node, ...]:
    return nodes_of(json.loads(file.read_text(encoding="utf-8")))


def nodes_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Node, ...]:
    """Return nodes that were written down as JSON.

    Parameters
    ----------
    rows : iterable of mapping
    """
    lists = ("relation", "parents", "follows", "tags")
    return tuple(Node(**{**row, **{name: tuple(row[name]) for name in lists}}) for row in rows)


def _compile(settings: Settings, target: str) -> Mapping[str, Any]:
    """Let dbt parse and compile the project, and return its manifest."""
    # dbt takes seconds to import: an unchanged project must not pay for it
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    work = settings.build_file.parent / target
    log_file = work / "logs" / "dbt.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with _surroundings(settings.build_file):
        try:
            outcome = dbtRunner().invoke(
                [
                    *("--log-level", "none", "--log-level-file", "info", "--no-use-colors-file"),
                    *("--no-send-anonymous-usage-stats", "--no-version-check"),
                    *("compile", "--no-populate-cache", *_elsewhere(target)),
                    *("--project-dir", str(settings.project_dir)),
                    *("--profiles-dir", str(settings.project_dir)),
                    *("--target-path", str(work / "target"), "--log-path", str(work / "logs")),
                ]
            )
        finally:
            if not target:  # else dbt did not open it, and somebody here may have
                close_build_file(settings.build_file)
    if not outcome.success:
        raise WenmaiError(
            MODELS_NOT_COMPILED(reason=_what_failed(outcome)), hint=SEE_LOG(file=log_file)
        ) from outcome.exception
    manifest: Mapping[str, Any] = json.loads(
        (work / "target" / "manifest.json").read_text(encoding="utf-8")
    )
    return manifest


def _elsewhere(target: str) -> tuple[str, ...]:
    """Return how to compile for another engine: its SQL alone, and without asking it anything."""
    if not target:
        return ()
    return ("--target", target, "--no-introspect", "--select", "path:models")


@contextmanager
def _surroundings(build_file: Path) -> Iterator[None]:
    """Name the private file for the dbt profile; put the environment back afterwards."""
    before, folder = os.environ.get("WENMAI_BUILD_FILE"), Path.cwd()
    os.environ["WENMAI_BUILD_FILE"] = str(build_file)
    try:
        yield
    finally:
        os.chdir(folder)  # dbt moves into the project
        if before is None:
            os.environ.pop("WENMAI_BUILD_FILE", None)
        else:
            os.environ["WENMAI_BUILD_FILE"] = before


def _what_failed(outcome: Any) -> str:
    """Return the first lines of what went wrong, on one line."""
    said = [str(outcome.exception)] if outcome.exception else []
    for result in getattr(outcome.result, "results", None) or ():
        if str(result.status) in {"error", "runtime error"}:
            said.append(str(result.message))
    lines = [line.strip() for line in "\n".join(said).splitlines() if line.strip()]
    return " ".join(lines[:4]) or "no reason given"


def _nodes(manifest: Mapping[str, Any]) -> Iterator[Node]:
    for key, entry in manifest["sources"].items():
        yield Node(
            key=key,
            name=entry["name"],
            kind="source",
            relation=(entry["database"], entry["schema"], entry["identifier"]),
        )
    for key, entry in manifest["nodes"].items():
        kind, config = entry["resource_type"], entry["config"]
        if kind not in {"model", "seed", "test"}:
            continue
        columns = entry["columns"]
        has_contract = kind == "model" and config.get("contract", {}).get("enforced", False)
        is_read = bool((config.get("persist_docs") or {}).get("columns"))
        said = {name: " ".join(column["description"].split()) for name, column in columns.items()}
        relation = (entry["database"], entry["schema"], entry["alias"])
        parents = tuple(entry.get("depends_on", {}).get("nodes", ()))
        followed = set((config.get("meta") or {}).get("follows", ()))
        yield Node(
            key=key,
            name=entry["name"],
            kind=kind,
            file=entry["original_file_path"],
            description=entry.get("description") or "",
            relation=() if kind == "test" else relation,
            parents=parents,
            code=entry.get("compiled_code") or "",
            materialized=config["materialized"],
            language=entry.get("language") or "sql",
            contract={name: column["data_type"] for name, column in columns.items()}
            if has_contract
            else {},
            comments={"": entry.get("description") or ""} | said if is_read else {},
            column_types=config.get("column_types") or {},
            severity=str(config.get("severity", "error")).lower(),
            follows=tuple(key for key in parents if key.rpartition(".")[2] in followed),
            tags=tuple(entry.get("tags", ())),
        )


def _in_order(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield parents before children, tests last."""
    known = {node.key: node for node in nodes}
    placed: set[str] = set()

    def place(node: Node) -> Iterator[Node]:
        if node.key in placed:
            return
        placed.add(node.key)
        for parent in node.parents:
            if parent in known:
                yield from place(known[parent])
        yield node

    for node in sorted(known.values(), key=lambda node: node.kind == "test"):
        yield from place(node)
