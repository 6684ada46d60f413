"""What people read about a release: how to cite it, a page about it, a page of every column."""

from pathlib import Path
from typing import Any

from wenmai import __version__
from wenmai.publish.described import Described
from wenmai.publish.release import Release
from wenmai.sentences import (
    LANGUAGES,
    InBoth,
    Said,
    Sentence,
    in_both,
    list_of,
    several,
    side_by_side,
)
from wenmai.words import SYNTHETIC

CITATION, README, DICTIONARY = "CITATION.cff", "README.md", "dictionary.html"
WEB = Path(__file__).parent / "web"
TITLE = Sentence("package.title", "studies", "release")
ABOUT = Sentence("package.about", "n")
ABOUT_SYNTHETIC = Sentence("package.about_synthetic", "said", "studies")
CITE_THIS = Sentence("package.cite_this")
FILES = several(
    "package.file",
    *("duckdb", "parquet", "dictionary", "datapackage", "croissant", "citation", "manifest"),
    "sbom",
)
HEADINGS = several("package.heading", "studies", "sources", "open", "cite")
DATA = several("package.data", "synthetic", "real")


def titles(release: Release, described: Described) -> dict[str, str]:
    """Return the title of a release in both languages; a synthetic one says so."""
    names = {
        language: sep.join(
            str(row.get(f"study_name_{language}") or code)
            for code, row in described.studies.items()
        )
        for language, sep in (("zh", "、"), ("en", "; "))
    }
    return in_both(TITLE(studies=InBoth(**names), release=release.release_id))


def about(described: Described) -> str:
    """Say what the release is, and first of all what is synthetic."""
    told = [ABOUT(n=len(described.tables))]
    if described.synthetic:
        told.insert(0, _synthetic(described))
    return " ".join(said.text(language) for said in told for language in LANGUAGES)


def _synthetic(described: Described) -> Said:
    return ABOUT_SYNTHETIC(said=SYNTHETIC(), studies=list_of(described.synthetic))


def citation(release: Release, described: Described) -> str:
    """Return the content of ``CITATION.cff``, Citation File Format 1.2.0.

    Parameters
    ----------
    release : Release
    described : Described

    Returns
    -------
    str
        YAML.
    """
    import yaml  # noqa: PLC0415

    title = titles(release, described)
    said: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": " ".join(in_both(CITE_THIS()).values()),
        "type": "dataset",
        "title": f"{title['zh']} {title['en']}",
        "version": release.release_id,
        "date-released": release.created_at.strftime("%Y-%m-%d"),
        "authors": [{"name": f"wenmai {__version__}"}],
        "abstract": about(described),
    }
    text: str = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000)
    return text


def readme(release: Release, described: Described) -> str:
    """Return the content of the release's ``README.md``, in both languages.

    Parameters
    ----------
    release : Release
    described : Described

    Returns
    -------
    str
    """
    title = titles(release, described)
    lines = [f"# {title['zh']}", "", title["en"], ""]
    if described.synthetic:
        lines += [f"> **{side_by_side(_synthetic(described))}**", ""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| `{name}` | {side_by_side(FILES[said]())} |" for name, said in _FILES.items()]
    lines += [
        *("", f"## {side_by_side(HEADINGS['studies']())}", ""),
        "| code | 名称 | name | 数据 data |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {code} | {row.get('study_name_zh') or ''} | {row.get('study_name_en') or ''} | "
        f"{side_by_side(DATA['synthetic' if row.get('is_synthetic') else 'real']())} |"
        for code, row in described.studies.items()
    ]
    lines += _sources(described)
    lines += [
        *("", f"## {side_by_side(HEADINGS['open']())}", "", "```python", "import duckdb"),
        'duckdb.connect("wenmai.duckdb", read_only=True).sql("show all tables")',
        *("```", "", f"{side_by_side(HEADINGS['cite']())}: `{CITATION}`", ""),
    ]
    return "\n".join(lines)


def _sources(described: Described) -> list[str]:
    """Return the table of origins, one line per publication; nothing where no study says any."""
    if not described.sources:
        return []
    lines = [
        "",
        f"## {side_by_side(HEADINGS['sources']())}",
        "",
        "| study | 来源 source | 许可 licence | 引用 citation |",
    ]
    lines.append("|---|---|---|---|")
    rows = []
    for row in described.sources:
        name = "，".join(filter(None, (row["publisher"], row["title"])))
        shown = f"[{name or row['url']}]({row['url']})" if row["url"] else name
        cells = (row["study_code"], shown, row["licence"] or "", row["citation"] or "")
        rows.append(
            "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"
        )
    return [*lines, *dict.fromkeys(rows)]


_FILES = {
    "wenmai.duckdb": "duckdb",
    "*.parquet": "parquet",
    DICTIONARY: "dictionary",
    "datapackage.json": "datapackage",
    "croissant.json": "croissant",
    CITATION: "citation",
    "manifest.json": "manifest",
    "sbom.cdx.json": "sbom",
}


def dictionary(release: Release, described: Described) -> str:
    """Return the page with every table and column, in both languages.

    Parameters
    ----------
    release : Release
    described : Described

    Returns
    -------
    str
        HTML that needs nothing beside it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    templates = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return templates.get_template("dictionary.html.j2").render(
        title=titles(release, described),
        tables=described.tables,
        synthetic=described.synthetic,
        synthetic_zh=SYNTHETIC().text("zh"),
        synthetic_en=SYNTHETIC(),
    )
