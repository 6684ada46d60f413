"""Who may import whom: no circles, and methods know nothing of studies, files and pages."""

import ast
from functools import cache
from pathlib import Path

import networkx as nx
import yaml

from wenmai.domains import DOMAINS

PROJECT_DIR = Path(__file__).resolve().parents[1]
# What ties a room to the house: what a study says, how files land, pages and sheets, exports.
TIES = (
    "declares",
    "sections",
    "settings_section",
    "lands",
    "raw_tables",
    "pages",
    "sheets",
    "export",
)
# What carries a study's files to a method: these modules read what study.yml names.
CARRIERS = {"wenmai.text.corpus", "wenmai.text.collection", "wenmai.text.document_rows"}
HOUSE = (
    "studies",
    "ingest",
    "atlas",
    "publish",
    "deliver",
    "pipeline",
    "refreshes",
    "build",
    "cli",
    "settings",
)
# Rooms with methods that no study can ask for yet.
METHODS_ALONE: tuple[str, ...] = ()
# Packages from the bottom up: each imports only what stands before it. The house finds the rooms
# by their names, so that it can stand below them.
FLOORS = (
    (
        "errors",
        "words",
        "plain_numbers",
        "installed",
        "sql_text",
        "settings",
        "resources",
        "within",
        "whole_file",
        "places",
        "only_queries",
        "obstacles",
        "workers",
        "domains",
        "sentences",
        "labels",
    ),
    ("reference", "kit", "refreshes", "mill"),
    ("readers",),
    ("studies",),
    ("ingest", "build", "atlas"),
    (*DOMAINS, *METHODS_ALONE),
    ("inspect", "publish", "report"),
    ("deliver",),
    ("pipeline",),
    ("erasure",),
    ("cli",),
)


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in (PROJECT_DIR / "wenmai").rglob("*.py")}


def imports_in(tree: ast.AST, known: set[str]) -> set[str]:
    """Return the modules that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inside & known) or {node.module} & known
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found


@cache
def files_graph() -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(MODULES)
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        targets = imports_in(tree, set(MODULES)) - {module, "wenmai"}
        graph.add_edges_from((module, target) for target in targets)
    return graph


def test_every_import_of_the_project_finds_its_module():
    missing = []
    for folder in ("wenmai", "tests", "benchmarks", "python_models", "flows"):
        for path in (PROJECT_DIR / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = node.module or "" if isinstance(node, ast.ImportFrom) else ""
                if named.startswith("wenmai") and named not in MODULES:
                    missing.append(f"{path.relative_to(PROJECT_DIR)}: {named}")
    assert not missing


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@cache
def rooms_graph() -> nx.DiGraph:
    edges = ((room_of(one), room_of(other)) for one, other in files_graph().edges)
    return nx.DiGraph(edge for edge in edges if edge[0] != edge[1] and all(edge))


def circles(graph: nx.DiGraph) -> list[list[str]]:
    return [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]


def test_no_files_import_each_other_in_a_circle():
    assert circles(files_graph()) == []


def test_no_packages_import_each_other_in_a_circle():
    assert circles(rooms_graph()) == []


def test_every_package_stands_on_a_floor_and_imports_only_from_below():
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    graph = rooms_graph()
    assert set(graph) <= set(floor), "give the new package a floor"
    upward = [(one, other) for one, other in graph.edges if floor[other] > floor[one]]
    assert not upward


def is_method(module: str) -> bool:
    """Tell whether a module belongs to what a room computes, and not to what ties it in."""
    parts = module.split(".")[1:]
    return (
        bool(parts)
        and parts[0] in DOMAINS
        and not any(part == tie or part.startswith(f"{tie}_") for part in parts[1:] for tie in TIES)
    )


def test_methods_know_nothing_of_studies_files_and_pages():
    found = [
        (one, other)
        for one, other in files_graph().edges
        if is_method(one) and room_of(other) in HOUSE and one not in CARRIERS
    ]
    assert not found, "a method takes values and returns values: let its caller fetch them"
    ties = [
        (one, other)
        for one, other in files_graph().edges
        if is_method(one) and room_of(other) in DOMAINS and not is_method(other)
    ]
    assert {one for one, _ in ties} <= CARRIERS


def test_dbt_has_the_same_domains():
    project = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))
    assert tuple(project["vars"]["domains"]) == DOMAINS


def test_every_room_offers_something():
    for domain in DOMAINS:
        folder = PROJECT_DIR / "wenmai" / domain
        offered = [
            tie for tie in TIES if (folder / tie).is_dir() or (folder / f"{tie}.py").is_file()
        ]
        assert offered, domain


def test_an_import_inside_a_function_and_a_submodule_by_name_are_seen():
    tree = ast.parse("def late():\n    from wenmai.kit import problems\n    import wenmai.errors\n")
    known = {"wenmai.kit", "wenmai.kit.problems", "wenmai.errors"}
    assert imports_in(tree, known) == {"wenmai.kit.problems", "wenmai.errors"}
    assert circles(nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])) == [["a", "b", "c"]]
