"""What people read about a release: how to cite it, a page about it, a page of every column."""

from pathlib import Path
from typing import Any

from wenmai import __version__
from wenmai.publish.described import Described
from wenmai.publish.release import Release
from wenmai.words import SYNTHETIC

CITATION, README, DICTIONARY = "CITATION.cff", "README.md", "dictionary.html"
WEB = Path(__file__).parent / "web"
HEAD_OF_STUDIES = [
    "## 研究 · Studies",
    "",
    "| code | 名称 | name | 数据 data |",
    "|---|---|---|---|",
]


def titles(release: Release, described: Described) -> dict[str, str]:
    """Return the title of a release in both languages; a synthetic one says so."""
    names = {
        language: sep.join(
            str(row.get(f"study_name_{language}") or code)
            for code, row in described.studies.items()
        )
        for language, sep in (("zh", "、"), ("en", "; "))
    }
    return {
        "zh": f"文脉数据：{names['zh']}（版本 {release.release_id}）",
        "en": f"wenmai data: {names['en']} (release {release.release_id})",
    }


def about(described: Described) -> str:
    """Say what the release is, and first of all what is synthetic."""
    told = []
    if described.synthetic:
        whose = ", ".join(described.synthetic)
        synthetic = SYNTHETIC()
        told.append(f"{synthetic.text('zh')}（{whose}）。 {synthetic} ({whose}).")
    tables = len(described.tables)
    told.append(
        f"区域文化创意产业数据，{tables} 张表。 "
        f"Data on regional cultural and creative industries in {tables} tables."
    )
    return " ".join(told)


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
        "message": "请引用本数据版本。 Please cite this release.",
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
        whose = "、".join(described.synthetic)
        synthetic = SYNTHETIC()
        lines += [f"> **{synthetic.text('zh')}（{whose}）。** {synthetic}.", ""]
    lines += ["| | |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in _FILES.items()]
    lines += [
        "",
        "## 研究 · Studies",
        "",
        "| code | 名称 | name | 数据 data |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {code} | {row.get('study_name_zh') or ''} | {row.get('study_name_en') or ''} | "
        f"{'**合成 synthetic**' if row.get('is_synthetic') else '真实 real'} |"
        for code, row in described.studies.items()
    ]
    lines += _sources(described)
    lines += [
        *("", "## 打开 · Open", "", "```python", "import duckdb"),
        'duckdb.connect("wenmai.duckdb", read_only=True).sql("show all tables")',
        *("```", "", f"引用 · Cite: `{CITATION}`", ""),
    ]
    return "\n".join(lines)


def _sources(described: Described) -> list[str]:
    """Return the table of origins, one line per publication; nothing where no study says any."""
    if not described.sources:
        return []
    lines = ["", "## 来源 · Sources", "", "| study | 来源 source | 许可 licence | 引用 citation |"]
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
    "wenmai.duckdb": "全部数据表，用 DuckDB 只读打开 · all tables; open it read-only",
    "*.parquet": "同样的表，一表一文件 · the same tables, one file each",
    DICTIONARY: "数据字典：每张表、每一列 · every table and column",
    "datapackage.json": "Data Package：类型、键、说明 · types, keys, descriptions",
    "croissant.json": "Croissant（机器学习数据集描述）· for tools of machine learning",
    CITATION: "如何引用 · how to cite",
    "manifest.json": "哈希、来源文件、版本 · hashes, source files, versions",
    "sbom.cdx.json": "软件物料清单 · bill of materials",
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
