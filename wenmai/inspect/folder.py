"""Draft a whole study from a folder of files: its mappings, its entries, its study.yml."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wenmai.errors import WenmaiError
from wenmai.inspect import says
from wenmai.inspect.asking import first_word
from wenmai.inspect.bulletins import BULLETINS_CODE, BULLETINS_FILE, read_bulletins
from wenmai.inspect.codes import Codes
from wenmai.inspect.columns import year_of
from wenmai.inspect.documents import (
    TYPES,
    draft_collection,
    draft_document_files,
    named_files,
)
from wenmai.inspect.draft import Draft, inspect_tables
from wenmai.inspect.drafter import UNSTATED_YEAR
from wenmai.inspect.entry import EntryDraft, slug
from wenmai.inspect.kinds import DOCUMENTS, PAJEK, RECORDS, TABLES, refusal
from wenmai.inspect.links import draft_links, draft_pajek, link_columns
from wenmai.inspect.other_units import UNITS_FILE, reference_for
from wenmai.inspect.questions import Interview, Key, Question
from wenmai.inspect.same_shape import merged_files
from wenmai.inspect.study_text import study_text
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.view import TableView, views_of
from wenmai.inspect.write import flow
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.sentences import Said, Sentence, joined, list_of
from wenmai.studies.load import STUDY_FILE
from wenmai.studies.reference import Reference
from wenmai.studies.sources import SOURCES_DIR

NOTHING_READ_HERE = Sentence("domains.nothing_read_here", "folder")
PUT_FILES_THERE = Sentence("domains.put_files_there")

Found = TypeVar("Found")
Note = tuple[str, Said | str]
_OURS = {STUDY_FILE, UNITS_FILE, "corrections.csv", ANSWERS_FILE, BULLETINS_FILE}
# What people keep beside data to describe them.
_ABOUT_DATA = {"readme", "source", "license", "licence", "codebook", "changelog", "说明"}


@dataclass
class StudyDraft:
    """The drafts of a study folder.

    Parameters
    ----------
    files : dict
        Path within the folder → text.
    understood, doubts : list of (str, Said or str)
        Sentences for the user, each with its file; no file for the whole folder.
    interview : Interview
        What is asked.
    """

    files: dict[str, str] = field(default_factory=dict)
    understood: list[Note] = field(default_factory=list)
    doubts: list[Note] = field(default_factory=list)
    interview: Interview = field(default_factory=Interview)

    @property
    def questions(self) -> int:
        """Number of question marks that wait for an answer."""
        asked = (flow(UNSTATED), f"value: {UNSTATED_YEAR}")
        return sum(text.count(mark) for text in self.files.values() for mark in asked)


def inspect_folder(
    folder: Path,
    reference: Reference,
    answers: Mapping[Key, str] | None = None,
    language: str = "en",
) -> StudyDraft:
    """Draft the study of a folder.

    Tables of indicators get a mapping each, folders of documents, collections, tables of links and
    Pajek files an entry of study.yml. A table that names documents or nodes is read as what
    describes them. What cannot be read is said.

    Parameters
    ----------
    folder : Path
        The study folder.
    reference : Reference
        Places, units of measure and indicators to recognise.
    answers : mapping, optional
        What was answered to questions of an earlier draft.
    language : str
        Of the comments in the drafts.

    Returns
    -------
    StudyDraft

    Raises
    ------
    WenmaiError
        When the folder holds nothing that a study could be about.

    Examples
    --------
    >>> draft = inspect_folder(Path("landing/jilin"), reference)  # doctest: +SKIP
    >>> list(draft.files)  # doctest: +SKIP
    ['sources/gdp.yml', 'study.yml']
    """
    drafted = StudyDraft(interview=Interview(answers or {}))
    tables = {
        path: path.relative_to(folder).as_posix()
        for path in _files(folder)
        if _kind(path) == "table"
    }
    reference, own_units = reference_for(tables, reference, drafted.interview)
    if own_units:
        drafted.files[UNITS_FILE] = own_units
        drafted.understood.append((UNITS_FILE, says.OWN_UNITS(n=own_units.count("\n") - 1)))
    drafts, entries = _FolderReader(folder, reference, drafted, language).read()
    if not drafts and not entries and drafted.interview.questions:
        return drafted
    if not drafts and not entries:
        raise WenmaiError(
            NOTHING_READ_HERE(folder=folder),
            hint=joined(joined(doubt, ": ") for doubt in drafted.doubts) or PUT_FILES_THERE(),
        )
    drafts = _of_years_or_none(drafts, entries, drafted)
    preferred = _preferred(drafts, drafted.interview)
    for code, draft in drafts.items():
        first = "priority: 1\n" if f"{SOURCES_DIR}/{code}.yml" in preferred else ""
        drafted.files[f"{SOURCES_DIR}/{code}.yml"] = first + draft.yaml
    drafted.files[STUDY_FILE], doubts = study_text(
        folder.name, drafts, entries, reference, interview=drafted.interview, language=language
    )
    drafted.doubts += [(STUDY_FILE, doubt) for doubt in doubts]
    return drafted


def _of_years_or_none(
    drafts: dict[str, Draft], entries: Sequence[EntryDraft], drafted: StudyDraft
) -> dict[str, Draft]:
    """Leave out tables of no year beside anything that counts by years: no study holds both."""
    apart = {code: draft for code, draft in drafts.items() if draft.has_no_year}
    if not entries and len(apart) == len(drafts):
        return drafts
    said = says.LEFT_OUT(reason=says.NO_YEAR_BESIDE_YEARS())
    drafted.doubts += [(draft.mapping.file, said) for draft in apart.values()]
    return {code: draft for code, draft in drafts.items() if code not in apart}


def _preferred(drafts: Mapping[str, Draft], interview: Interview) -> set[str]:
    """Ask which of several files that hold an indicator comes first; return those chosen."""
    givers: dict[str, list[str]] = defaultdict(list)
    for code, draft in drafts.items():
        for indicator in draft.mapping.indicator_codes:
            givers[indicator].append(code)
    chosen = set()
    for indicator, codes in givers.items():
        if len({drafts[code].mapping.file for code in codes}) < 2:
            continue
        files = [f"{SOURCES_DIR}/{code}.yml" for code in codes]
        question = Question(
            *(STUDY_FILE, "", "prefer", indicator),
            asked=says.TWO_GIVERS(code=indicator, files=list_of(files)),
            choices=tuple(files),
            is_needed=False,
        )
        answer = interview.ask(question)
        if answer in files:
            chosen.add(answer)
    return chosen


class _FolderReader:
    """Goes through the files of a folder, those that describe others first."""

    def __init__(
        self, folder: Path, reference: Reference, drafted: StudyDraft, language: str
    ) -> None:
        self.folder, self.reference, self.drafted = folder, reference, drafted
        self.language = language
        self.codes = Codes(set(reference.library.indicators))
        self.registry = reference.units
        self.tables: dict[Path, list[TableView]] = {}
        self.describing: set[Path] = set()
        self.drafts: dict[str, Draft] = {}
        self.entries: list[EntryDraft] = []

    def read(self) -> tuple[dict[str, Draft], list[EntryDraft]]:
        """Return mappings by code, and entries in the order of their files."""
        by_kind: dict[str, list[Path]] = defaultdict(list)
        for path in _files(self.folder):
            by_kind[_kind(path)].append(path)
        for path in by_kind["other"]:
            said = refusal(path)
            self._doubt(path, said.said() if said else says.NO_KIND())
        for path in [*by_kind["table"], *by_kind["records"]]:
            with_error = self._try(path, lambda path: views_of(path, self.registry))
            self.tables[path] = with_error or []
        self._read_documents(by_kind["document"])
        links = [
            (path, view)
            for path, views in self.tables.items()
            for view in views
            if path not in self.describing
            and view.text_column is None
            and link_columns(view) is not None
        ]
        linking = {path for path, _ in links}
        for path, view in links:
            others = [
                (self._name(other), views[0])
                for other, views in self.tables.items()
                if other not in linking and views
            ]
            entry = draft_links(self._name(path), view, self.registry, others)
            nodes = entry.keys.get("nodes")
            if isinstance(nodes, dict):
                self.describing.add(self.folder / nodes["file"])
            self._add(path, entry)
        for path in by_kind["pajek"]:
            found = self._try(path, lambda path: draft_pajek(path, self._name(path), self.registry))
            if found is not None:
                self._add(path, found)
        for path, views in self.tables.items():
            if path in self.describing:
                continue
            texts = [view for view in views if view.text_column is not None]
            for view in texts:
                self._add(path, draft_collection(self._name(path), view, self.registry))
            spoken_for = [*texts, *(view for other, view in links if other == path)]
            if path.suffix.lower() in TABLES and len(spoken_for) < max(len(views), 1):
                self._read_tables(path, [view.sheet for view in spoken_for])
        self.drafts = merged_files(self.drafts)
        return self.drafts, self.entries

    def _read_documents(self, paths: Sequence[Path]) -> None:
        """Draft an entry per folder of documents, with the table that describes them.

        Statistical bulletins are no documents of a policy: their values are asked about.
        """
        bulletins = read_bulletins(self.folder, paths, self.reference, self.drafted.interview)
        if bulletins.draft is not None:
            self.drafts[BULLETINS_CODE] = bulletins.draft
            self.drafted.files[BULLETINS_FILE] = bulletins.table
        self.drafted.understood += bulletins.understood
        self.drafted.doubts += bulletins.doubts
        paths = [path for path in paths if path not in bulletins.read]
        by_folder: dict[Path, list[Path]] = defaultdict(list)
        for path in paths:
            by_folder[path.parent].append(path)
        for parent, files in by_folder.items():
            stems = [path.stem for path in files]
            metadata = next(
                (
                    (path, view)
                    for path, views in self.tables.items()
                    for view in views
                    if named_files(view, stems) is not None
                ),
                None,
            )
            endings = sorted({path.suffix for path in files})
            patterns = [self._name(parent / f"*{ending}") for ending in endings]
            described = None
            if metadata is not None:
                described = (self._name(metadata[0]), metadata[1])
                self.describing.add(metadata[0])
            self._add(parent, draft_document_files(files, patterns, self.registry, described))

    def _read_tables(self, path: Path, passed_over: Sequence[str]) -> None:
        found = self._try(
            path,
            lambda path: inspect_tables(
                path,
                self.reference,
                file=self._name(path),
                interview=self.drafted.interview,
                codes=self.codes,
                passed_over=passed_over,
                together=[self._name(one) for one in self.tables],
                language=self.language,
            ),
        )
        drafts, left_out = found or ([], [])
        for draft in drafts:
            sheet = str(draft.mapping.sheet or "") if len(drafts) > 1 else ""
            code = _free(slug(f"{path.stem} {sheet}".strip(), "table"), self.drafts)
            self.drafts[code] = draft
            self._note(path, draft.understood, draft.doubts, sheet)
        self._note(path, (), left_out)

    def _add(self, path: Path, entry: EntryDraft) -> None:
        same = {each.keys["code"]: each for each in self.entries if each.section == entry.section}
        entry.keys["code"] = _free(str(entry.keys["code"]), same)
        self._ask_about(path, entry)
        self.entries.append(entry)
        self._note(path, entry.understood, entry.doubts)

    def _ask_about(self, path: Path, entry: EntryDraft) -> None:
        """Ask for what an entry leaves open, and take the answers."""
        asked = {"date": says.ENTRY_DATE, "type": says.ENTRY_TYPE, "year": says.ENTRY_YEAR}
        for key, sentence in asked.items():
            if entry.keys.get(key) != UNSTATED:
                continue
            question = Question(
                *(self._name(path), str(entry.keys.get("sheet", "")), key, ""),
                asked=sentence(code=str(entry.keys["code"])),
                choices=TYPES if key == "type" else (),
            )
            answer = self.drafted.interview.ask(question)
            if answer is not None:
                word = first_word(answer)
                entry.keys[key] = year_of(word) if key == "year" else word

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _note(
        self,
        path: Path,
        understood: Sequence[Said | str],
        doubts: Sequence[Said | str],
        sheet: str = "",
    ) -> None:
        name = "" if path == self.folder else " / ".join(filter(None, (self._name(path), sheet)))
        self.drafted.understood += [(name, sentence) for sentence in understood]
        self.drafted.doubts += [(name, sentence) for sentence in doubts]

    def _doubt(self, path: Path, sentence: Said | str) -> None:
        self._note(path, (), (sentence,))

    def _try(self, path: Path, look: Callable[[Path], Found]) -> Found | None:
        """Look at a file; what is wrong with it becomes a doubt, and the others go on."""
        try:
            return look(path)
        except WenmaiError as error:
            self._doubt(path, says.LEFT_OUT(reason=error.said()))
            return None


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_hidden = any(part.startswith((".", "~$")) for part in inside.parts)
        is_ours = inside.parts[0] == SOURCES_DIR or inside.as_posix() in _OURS
        is_about = inside.stem.lower() in _ABOUT_DATA and path.suffix.lower() in {"", ".md", ".txt"}
        if path.is_file() and not (is_hidden or is_ours or is_about):
            yield path


def _kind(path: Path) -> str:
    ending = path.suffix.lower()
    kinds = {"document": DOCUMENTS, "pajek": PAJEK, "table": TABLES, "records": RECORDS}
    return next((kind for kind, endings in kinds.items() if ending in endings), "other")


def _free(code: str, taken: Container[str]) -> str:
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code}_{number}"
    return free
