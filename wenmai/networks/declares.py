"""Check the section ``networks`` against the study: its indicators, years, files and networks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import Problem
from wenmai.kit.often_said import FIRST_AFTER_LAST, RENAME_ONE_THEM, STUDY_HAS_NO_INDICATOR
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.networks.sections import Network, NetworkSections
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

CODE_STANDS_TWICE = Sentence("networks.code_stands_twice", "network")
CODE_NAME_SOURCE_MAPPING_ALREADY = Sentence("networks.code_name_source_mapping_already", "network")
GIVE_NETWORK_ANOTHER_CODE = Sentence("networks.give_network_another_code")
DECLARE_UNDER_INDICATORS = Sentence("networks.declare_under_indicators")
NOT_AMONG_STUDY_S_YEARS = Sentence("networks.not_among_study_s_years", "year", "years", "years_2")
NAME_YEAR_STUDY = Sentence("networks.name_year_study")
SWAP_THEM = Sentence("networks.swap_them")
STUDY_HAS_NO_OTHER_NETWORK = Sentence("networks.study_has_no_other_network", "code")
DECLARE_LEAVE_OUT = Sentence("networks.declare_leave_out")
LINKS_NODES_ONE_TABLE = Sentence("networks.links_nodes_one_table")
PUT_NODES_FILE_SHEET_THEIR = Sentence("networks.put_nodes_file_sheet_their")


@dataclass(frozen=True)
class StudyNetwork:
    """A network and the files that it names.

    Parameters
    ----------
    network : Network
        What study.yml says.
    link_file, node_file, distance_file : Path or None
        As far as it names them.
    """

    network: Network
    link_file: Path | None = None
    node_file: Path | None = None
    distance_file: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        named = (self.link_file, self.node_file, self.distance_file)
        return tuple(file for file in named if file is not None)


def _check(draft: Draft) -> tuple[tuple[StudyNetwork, ...], list[Problem]]:
    """Find the files of every network and say what is wrong with the section."""
    found, problems = [], []
    networks = DECLARATION.said_in(draft.config).networks
    codes = [network.code for network in networks]
    for position, network in enumerate(networks):
        at: KeyPath = ("networks", position)
        complaints = [
            *_code_problems(draft.folder, network, codes[:position]),
            *_indicator_problems(network, draft.indicator_codes),
            *_year_problems(network, draft.config.years.span),
            *_explaining_problems(network, codes),
        ]
        files = []
        for path, name in _named_files(network):
            file, complaint = draft.find_file(name)
            files.append(file)
            complaints += [(path, *complaint)] if complaint else []
        complaints += _same_table(network)
        problems += [
            draft.problem((*at, *path), message, way_out) for path, message, way_out in complaints
        ]
        by_key = dict(zip([path[0] for path, _ in _named_files(network)], files, strict=True))
        found.append(
            StudyNetwork(network, by_key.get("file"), by_key.get("nodes"), by_key.get("distance"))
        )
    return tuple(found), problems


Complaint = tuple[KeyPath, str, str]


def _named_files(network: Network) -> Iterator[tuple[KeyPath, str]]:
    if network.file is not None:
        yield ("file",), network.file
    if network.node_table is not None:
        yield ("nodes", "file"), network.node_table.file
    if network.distance.file is not None:
        yield ("distance", "file"), network.distance.file


def _code_problems(folder: Path, network: Network, before: Sequence[str]) -> Iterator[Complaint]:
    if network.code in before:
        yield ("code",), CODE_STANDS_TWICE(network=network.code), RENAME_ONE_THEM()
    # Both name files in quality.fct_source_files.
    if (folder / "sources" / f"{network.code}.yml").is_file():
        message = CODE_NAME_SOURCE_MAPPING_ALREADY(network=network.code)
        yield ("code",), message, GIVE_NETWORK_ANOTHER_CODE()


def _indicator_problems(network: Network, codes: Sequence[str]) -> Iterator[Complaint]:
    named: list[tuple[KeyPath, str | None]] = [
        *((("masses", position), code) for position, code in enumerate(network.masses)),
        (("mass_share",), network.mass_share),
        (("distance", "income"), network.distance.income),
        (("distance", "people"), network.distance.people),
    ]
    for path, code in named:
        if code is not None and code not in codes:
            message = STUDY_HAS_NO_INDICATOR(code=code)
            way_out = did_you_mean(code, codes, "indicators")
            yield path, message, way_out or DECLARE_UNDER_INDICATORS()


def _year_problems(network: Network, years: range) -> Iterator[Complaint]:
    named: list[tuple[KeyPath, int | None]] = [
        (("year",), network.year),
        (("years", "first"), network.years.first),
        (("years", "last"), network.years.last),
    ]
    for path, year in named:
        if year is not None and year not in years:
            message = NOT_AMONG_STUDY_S_YEARS(year=year, years=years[0], years_2=years[-1])
            yield path, message, NAME_YEAR_STUDY()
    first, last = network.years.first, network.years.last
    if first is not None and last is not None and first > last:
        yield ("years", "first"), FIRST_AFTER_LAST(first=first, last=last), SWAP_THEM()


def _explaining_problems(network: Network, codes: Sequence[str]) -> Iterator[Complaint]:
    others = [code for code in codes if code != network.code]
    for position, code in enumerate(network.explained_by):
        if code not in others:
            message = STUDY_HAS_NO_OTHER_NETWORK(code=code)
            way_out = did_you_mean(code, others, "networks")
            yield ("explained_by", position), message, way_out or DECLARE_LEAVE_OUT()


def _same_table(network: Network) -> Iterator[Complaint]:
    table = network.node_table
    if table is not None and (table.file, table.sheet) == (network.file, network.sheet):
        message = LINKS_NODES_ONE_TABLE()
        yield ("nodes", "file"), message, PUT_NODES_FILE_SHEET_THEIR()


DECLARATION = Declaration(
    "networks",
    NetworkSections,
    _check,
    files=lambda found: [file for entry in found for file in entry.files],
)
