"""Check the section ``paths`` against the study: its names, and the file of expert labels."""

from collections.abc import Iterator
from pathlib import Path

from wenmai.errors import Problem
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.networks.declares import DECLARATION as NETWORKS
from wenmai.paths.sections import LABELS_CODE, LEFT_OUT, Paths, PathSections
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

LABELS_NAMED_AS_MAPPING = Sentence("paths.labels_named_as_mapping", "labels_code")
RENAME_MAPPING = Sentence("paths.rename_mapping")
NO_SUCH_NAME = Sentence("paths.no_such_name", "name", "what")
DECLARE_IT = Sentence("paths.declare_it", "what")

Complaint = tuple[KeyPath, str, str]


def _check(draft: Draft) -> tuple[Path | None, list[Problem]]:
    """Find the file of expert labels and say what is wrong with the section."""
    section = DECLARATION.said_in(draft.config).paths
    if section is None:
        return None, []
    path, complaints = _find(draft, section)
    complaints += _unknown_names(section, draft)
    problems = [
        draft.problem(("paths", *at), message, way_out) for at, message, way_out in complaints
    ]
    return path, problems


def _find(draft: Draft, section: Paths) -> tuple[Path | None, list[Complaint]]:
    name, at = section.labels.file, ("labels", "file")
    if name is None:
        return None, []
    path, complaint = draft.find_file(name)
    if complaint is not None:
        return None, [(at, *complaint)]
    if (draft.folder / "sources" / f"{LABELS_CODE}.yml").is_file():
        # Both name files in quality.fct_source_files.
        message = LABELS_NAMED_AS_MAPPING(labels_code=LABELS_CODE)
        return None, [(at, message, RENAME_MAPPING())]
    return path, []


def _unknown_names(section: Paths, draft: Draft) -> Iterator[Complaint]:
    names = draft.reference.path_names
    features = [*draft.indicator_codes, *names.themes, *names.measures]
    dimensions = [*names.dimensions, LEFT_OUT]
    networks = [network.code for network in NETWORKS.said_in(draft.config).networks]
    named: list[tuple[KeyPath, str, list[str], str]] = []
    for code, dimension in section.features.items():
        named.append((("features", code), code, features, "feature"))
        named.append((("features", code), dimension, dimensions, "driving dimension"))
    for code in section.strengths:
        named.append((("strengths", code), code, list(names.paths), "path"))
    for position, code in enumerate(section.networks or ()):
        named.append((("networks", position), code, networks, "network"))
    for at, name, valid, what in named:
        if name not in valid:
            message = NO_SUCH_NAME(what=what, name=name)
            yield at, message, did_you_mean(name, valid, f"{what}s") or DECLARE_IT(what=what)


DECLARATION = Declaration(
    "paths",
    PathSections,
    _check,
    files=lambda path: () if path is None else (path,),
)
