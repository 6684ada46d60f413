"""Draft an entry of ``documents``: a folder of files, or a file with a document per record."""

import re
from collections.abc import Sequence
from pathlib import Path

from wenmai.inspect.columns import year_of
from wenmai.inspect.entry import EntryDraft, one_place, slug
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.view import TEXT_WORDS, TableView, issues
from wenmai.reference import UnitRegistry, name_key
from wenmai.sentences import Sentence, list_of

NO_DATE = Sentence("entries.no_date", "unstated")
DOCUMENTS_IN_FOLDER = Sentence("entries.documents_in_folder", "n", "folder")
ONE_DOCUMENT = Sentence("entries.one_document", "folder")
NAMES_GIVE = Sentence("entries.names_give", "groups", "example")
TYPE_COLUMN = Sentence("entries.type_column", "column", "words")
TYPE_TAKEN = Sentence("entries.type_taken", "type")
WHICH_TYPE = Sentence("entries.which_type", "types")
NO_ISSUER = Sentence("entries.no_issuer", "way")
METADATA_COLUMN = Sentence("entries.metadata_column")
ISSUER_FIELD = Sentence("entries.issuer_field")
DOCUMENT_PER_RECORD = Sentence("entries.document_per_record", "n", "column")
TAKEN_FOR_TEXT = Sentence("entries.taken_for_text", "column")
DESCRIBES_DOCUMENTS = Sentence("entries.describes_documents", "file")
FILES_NOT_HERE = Sentence("entries.files_not_here", "file", "n")

# Words in names and headings → type of document, the surer ones first.
_TYPE_WORDS = (
    ("annual_report", r"年报|年度报告|annual"),
    ("industry_report", r"行业报告|产业报告|研报|研究报告|industry"),
    ("park_material", r"园区|parks?\b"),
    ("platform_text", r"平台文本|platform"),
    ("review", r"评论|点评|评价|review|comment"),
    ("news", r"新闻|快讯|报道|news"),
    ("policy", r"政策|通知|意见|办法|规划|措施|条例|方案|工作报告|polic(?:y|ies)|government"),
)
TYPES = tuple(sorted(kind for kind, _ in _TYPE_WORDS))
_DATE = re.compile(r"^(?:19|20)\d{2}(?:[-.年]?\d{1,2}(?:[-.月]?\d{1,2}日?)?)?$")


def draft_document_files(
    files: Sequence[Path],
    patterns: Sequence[str],
    registry: UnitRegistry,
    metadata: tuple[str, TableView] | None = None,
) -> EntryDraft:
    """Draft the entry of a folder with one file per document.

    Parameters
    ----------
    files : sequence of Path
        Its documents, all in one folder.
    patterns : sequence of str
        What the entry says under ``files``.
    registry : UnitRegistry
        To recognise issuers.
    metadata : tuple of str and TableView, optional
        The table that names the files, as the study names it, and its columns.

    Returns
    -------
    EntryDraft
    """
    stems = [path.stem for path in files]
    folder = files[0].parent.name
    keys: dict[str, object] = {"code": slug(folder, "documents")}
    keys["files"] = patterns[0] if len(patterns) == 1 else list(patterns)
    draft = EntryDraft("documents", keys)
    draft.understood.append(
        DOCUMENTS_IN_FOLDER(n=len(files), folder=folder)
        if len(files) > 1
        else ONE_DOCUMENT(folder=folder)
    )
    known: set[str] = set()
    if metadata is not None:
        known |= _add_metadata(draft, *metadata, stems, registry)
    groups, pattern = _name_pattern(stems, registry)
    if groups - known:
        keys["name_pattern"] = pattern
        examples = f"'{stems[0]}'"
        draft.understood.append(
            NAMES_GIVE(groups=list_of(sorted(groups - known)), example=examples)
        )
    known |= groups
    _add_type(draft, [folder], stems, known)
    if "date" not in known:
        keys["date"] = UNSTATED
        draft.doubts.append(NO_DATE(unstated=UNSTATED))
    if "issuer" not in known:
        draft.doubts.append(NO_ISSUER(way=METADATA_COLUMN()))
    draft.places |= one_place(stems, registry)
    return draft


def draft_collection(file: str, view: TableView, registry: UnitRegistry) -> EntryDraft:
    """Draft the entry of a file with one document per record.

    Parameters
    ----------
    file : str
        How the study names it.
    view : TableView
        Its columns; one holds the texts.
    registry : UnitRegistry
        To recognise issuers.

    Returns
    -------
    EntryDraft
    """
    text = view.text_column
    if text is None:
        raise ValueError(f"{file} holds no column of texts")
    stem = Path(file).stem
    found = view.fact_columns(registry, {text})
    keys: dict[str, object] = {"code": slug(stem, "documents"), "files": file}
    draft = EntryDraft("documents", keys)
    if view.sheet:
        keys["sheet"] = view.sheet
    keys["fields"] = {
        "text": view.labels[text],
        **{fact: view.labels[column] for fact, column in found.items()},
    }
    draft.understood.append(DOCUMENT_PER_RECORD(n=f"{view.lines:,}", column=view.labels[text]))
    if name_key(view.labels[text]) not in TEXT_WORDS:
        draft.doubts.append(TAKEN_FOR_TEXT(column=view.labels[text]))
    if "date" not in found:
        keys["date"] = UNSTATED
        draft.doubts.append(NO_DATE(unstated=UNSTATED))
    if "issuer" not in found:
        draft.doubts.append(NO_ISSUER(way=ISSUER_FIELD()))
    titles = list(view.facts[found["title"]].counts) if "title" in found else []
    _add_type(draft, [stem, *view.labels], titles, set(found))
    _note_columns(draft, view, found, registry)
    return draft


def named_files(view: TableView, stems: Sequence[str]) -> int | None:
    """Return the column of a table that names at least three in ten of some files."""
    wanted = {name_key(stem) for stem in stems}
    for facts in view.facts:
        told = {name_key(re.sub(r"\.\w{2,4}$", "", text)) for text in facts.counts}
        if len(wanted & told) >= max(1, 0.3 * len(wanted)):
            return facts.index
    return None


def _add_metadata(
    draft: EntryDraft, file: str, view: TableView, stems: Sequence[str], registry: UnitRegistry
) -> set[str]:
    column = named_files(view, stems)
    if column is None:
        return set()
    found = view.fact_columns(registry, {column})
    columns = {"file": view.labels[column]}
    columns |= {fact: view.labels[place] for fact, place in found.items()}
    draft.keys["metadata"] = {"file": file, "columns": columns}
    if view.sheet:
        draft.keys["metadata"]["sheet"] = view.sheet
    draft.understood.append(DESCRIBES_DOCUMENTS(file=file))
    told = {name_key(re.sub(r"\.\w{2,4}$", "", text)) for text in view.facts[column].counts}
    absent = len(told - {name_key(stem) for stem in stems})
    if absent:
        draft.doubts.append(FILES_NOT_HERE(file=file, n=absent))
    _note_columns(draft, view, found, registry)
    return set(found)


def _note_columns(
    draft: EntryDraft, view: TableView, found: dict[str, int], registry: UnitRegistry
) -> None:
    """Note years and places, and ask about words for types that only a person can translate."""
    if "date" in found:
        draft.years |= set(view.facts[found["date"]].years)
    if "issuer" in found:
        draft.places |= one_place(view.facts[found["issuer"]].counts, registry)
    if "type" in found:
        words = ", ".join(list(view.facts[found["type"]].counts)[:8])
        draft.doubts.append(TYPE_COLUMN(column=view.labels[found["type"]], words=words))


def _name_pattern(stems: Sequence[str], registry: UnitRegistry) -> tuple[set[str], str]:
    """Read the names of files: parts between underscores, or an issuer at the beginning."""
    parts = [stem.split("_") for stem in stems]
    fewest = min(len(part) for part in parts)
    if fewest > 1:
        names: list[str] = []
        for place in range(fewest - 1):
            texts = [part[place] for part in parts]
            dated = sum(bool(_DATE.match(text)) and year_of(text[:4]) is not None for text in texts)
            if dated > 0.8 * len(texts) and "date" not in names:
                names.append("date")
            elif issues(texts, registry) and "issuer" not in names:
                names.append("issuer")
            else:
                names.append("")
        if any(names):
            groups = [f"(?P<{name}>[^_]+)" if name else "[^_]+" for name in names]
            return {*filter(None, names), "title"}, "_".join([*groups, "(?P<title>.+)"])
    if issues(list(stems), registry):
        return {"issuer"}, r"(?P<issuer>[^《(（]+)"
    return set(), ""


def _add_type(
    draft: EntryDraft, names: Sequence[str], titles: Sequence[str], known: set[str]
) -> None:
    if "type" in known:
        return
    for kind, words in _TYPE_WORDS:
        pattern = re.compile(words, re.I)
        hits = sum(bool(pattern.search(title)) for title in titles)
        if any(pattern.search(name) for name in names) or hits > 0.5 * max(len(titles), 1):
            draft.keys["type"] = kind
            draft.doubts.append(TYPE_TAKEN(type=kind))
            return
    draft.keys["type"] = UNSTATED
    draft.doubts.append(WHICH_TYPE(types=", ".join(TYPES)))
