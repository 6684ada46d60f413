"""Check the section ``networks`` against the study: its indicators, years, files and networks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import Problem
from wenmai.kit.often_said import CODE_TWICE, FIRST_AFTER_LAST, NO_SUCH_INDICATOR, RENAME_ONE
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.networks.sections import Network, NetworkSections
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

NAMED_AS_A_MAPPING = Sentence("networks.named_as_a_mapping", "network")
RENAME_NETWORK = Sentence("networks.rename_network")
DECLARE_INDICATOR = Sentence("networks.declare_indicator")
NOT_A_YEAR_OF_STUDY = Sentence("networks.not_a_year_of_study", "year", "first", "last")
NAME_A_YEAR_OF_STUDY = Sentence("networks.name_a_year_of_study")
SWAP = Sentence("networks.swap")
NO_OTHER_NETWORK = Sentence("networks.no_other_network", "code")
DECLARE_OR_LEAVE_OUT = Sentence("networks.declare_or_leave_out")
LINKS_AND_NODES_IN_ONE_TABLE = Sentence("networks.links_and_nodes_in_one_table")
PART_NODES_FROM_LINKS = Sentence("networks.part_nodes_from_links")


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
        yield ("code",), CODE_TWICE(code=network.code), RENAME_ONE()
    # Both name files in quality.fct_source_files.
    if (folder / "sources" / f"{network.code}.yml").is_file():
        message = NAMED_AS_A_MAPPING(network=network.code)
        yield ("code",), message, RENAME_NETWORK()


def _indicator_problems(network: Network, codes: Sequence[str]) -> Iterator[Complaint]:
    named: list[tuple[KeyPath, str | None]] = [
        *((("masses", position), code) for position, code in enumerate(network.masses)),
        (("mass_share",), network.mass_share),
        (("distance", "income"), network.distance.income),
        (("distance", "people"), network.distance.people),
    ]
    for path, code in named:
        if code is not None and code not in codes:
            message = NO_SUCH_INDICATOR(code=code)
            way_out = did_you_mean(code, codes, "indicators")
            yield path, message, way_out or DECLARE_INDICATOR()


def _year_problems(network: Network, years: range) -> Iterator[Complaint]:
    named: list[tuple[KeyPath, int | None]] = [
        (("year",), network.year),
        (("years", "first"), network.years.first),
        (("years", "last"), network.years.last),
    ]
    for path, year in named:
        if year is not None and year not in years:
            message = NOT_A_YEAR_OF_STUDY(year=year, first=years[0], last=years[-1])
            yield path, message, NAME_A_YEAR_OF_STUDY()
    first, last = network.years.first, network.years.last
    if first is not None and last is not None and first > last:
        yield ("years", "first"), FIRST_AFTER_LAST(first=first, last=last), SWAP()


def _explaining_problems(network: Network, codes: Sequence[str]) -> Iterator[Complaint]:
    others = [code for code in codes if code != network.code]
    for position, code in enumerate(network.explained_by):
        if code not in others:
            message = NO_OTHER_NETWORK(code=code)
            way_out = did_you_mean(code, others, "networks")
            yield ("explained_by", position), message, way_out or DECLARE_OR_LEAVE_OUT()


def _same_table(network: Network) -> Iterator[Complaint]:
    table = network.node_table
    if table is not None and (table.file, table.sheet) == (network.file, network.sheet):
        message = LINKS_AND_NODES_IN_ONE_TABLE()
        yield ("nodes", "file"), message, PART_NODES_FROM_LINKS()


DECLARATION = Declaration(
    "networks",
    NetworkSections,
    _check,
    files=lambda found: [file for entry in found for file in entry.files],
)
