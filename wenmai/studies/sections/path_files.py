"""Check the section ``paths`` against the study: its names, and the file of expert labels."""

from collections.abc import Iterator
from pathlib import Path

from wenmai.errors import Problem
from wenmai.reference.path_names import PathNames
from wenmai.studies.config import StudyConfig
from wenmai.studies.problems import did_you_mean
from wenmai.studies.reference import Reference
from wenmai.studies.sections.paths import LABELS_CODE, LEFT_OUT, Paths
from wenmai.studies.yaml_text import KeyPath, YamlDocument

Complaint = tuple[KeyPath, str, str]


def find_labels(
    folder: Path,
    config: StudyConfig,
    reference: Reference,
    document: YamlDocument,
    label: str,
) -> tuple[Path | None, list[Problem]]:
    """Find the file of expert labels and say what is wrong with the section.

    Parameters
    ----------
    folder : Path
        The study folder.
    config : StudyConfig
        What study.yml says.
    reference : Reference
        Path types, themes and measures of networks that may be named.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    tuple of Path (or None) and problems
    """
    if config.paths is None:
        return None, []
    path, complaints = _find(folder, config.paths)
    complaints += _unknown_names(config.paths, config, reference.path_names)
    problems = [
        document.problem(label, ("paths", *at), message, way_out)
        for at, message, way_out in complaints
    ]
    return path, problems


def _find(folder: Path, section: Paths) -> tuple[Path | None, list[Complaint]]:
    name, at = section.labels.file, ("labels", "file")
    if name is None:
        return None, []
    path = folder / name
    if not path.is_file():
        there = sorted(
            file.relative_to(folder).as_posix()
            for file in folder.rglob("*")
            if file.is_file() and file.suffix != ".yml" and not file.name.startswith((".", "~$"))
        )
        way_out = did_you_mean(name, there, "files", limit=8) or "Put it into the study folder."
        return None, [(at, f"There is no file '{name}'.", way_out)]
    if not path.resolve().is_relative_to(folder.resolve()):
        message = f"'{name}' lies outside the study folder."
        return None, [(at, message, "Copy it into the study folder.")]
    if (folder / "sources" / f"{LABELS_CODE}.yml").is_file():
        # Both name files in quality.fct_source_files.
        message = f"The source mapping {LABELS_CODE}.yml has the name that the labels go by."
        return None, [(at, message, "Give the mapping another name.")]
    return path, []


def _unknown_names(section: Paths, config: StudyConfig, names: PathNames) -> Iterator[Complaint]:
    indicators = [indicator.code for indicator in config.indicators]
    features = [*indicators, *names.themes, *names.measures]
    dimensions = [*names.dimensions, LEFT_OUT]
    networks = [network.code for network in config.networks]
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
            message = f"There is no {what} '{name}'."
            yield at, message, did_you_mean(name, valid, f"{what}s") or f"Declare the {what}."
