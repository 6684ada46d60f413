"""The pages of docs/ make a site whose links are there, and users read it in two languages."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOR_DEVELOPERS = {"atlas_pages.md", "benchmarks.md", "contribute.md"}
CODE = re.compile(r"^```.*?^```$", flags=re.M | re.S)


@pytest.fixture(scope="module")
def twins(project_dir):
    """Return each page for users in English and in Chinese."""
    docs = project_dir / "docs"
    names = {page.name for page in docs.glob("*.md")} - FOR_DEVELOPERS
    assert {page.name for page in (docs / "zh").glob("*.md")} == names
    return {
        name: [(folder / name).read_text(encoding="utf-8") for folder in (docs, docs / "zh")]
        for name in sorted(names)
    }


def shape(page):
    """Return what both languages share: levels of headings, lines of tables, code, figures."""
    text = CODE.sub("", page)
    code = [re.sub(r"(?m)\s*(#|-- ).*$", "", block) for block in CODE.findall(page)]
    return {
        "headings": [len(level) for level in re.findall(r"^(#+) ", text, flags=re.M)],
        "lines of tables": len(re.findall(r"^\|", text, flags=re.M)),
        "code": code,
        "figures": sorted(
            set(re.findall(r"\d+\.\d+(?!\d| million)", re.sub(r"\]\([^)]*\)", "", text)))
        ),
    }


def test_english_and_chinese_say_the_same(twins):
    different = [
        (name, part, english, chinese[part])
        for name, (page, twin) in twins.items()
        for chinese in [shape(twin)]
        for part, english in shape(page).items()
        if english != chinese[part]
    ]
    assert not different


def test_the_site_leads_to_every_page_in_both_languages(project_dir, twins):
    menu = (project_dir / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    pages = re.findall(r": (\S+\.md)$", menu, flags=re.M)
    assert [page for page in pages if page in twins] == [
        page.removeprefix("zh/") for page in pages if page.startswith("zh/")
    ]


def test_no_page_is_left_out_and_no_link_leads_nowhere(project_dir, tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--site-dir", tmp_path],
        cwd=project_dir,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, [line for line in done.stderr.splitlines() if "WARN" in line]
    formulas = (tmp_path / "zh" / "methods.html").read_text("utf-8")
    assert "<math" in formulas
    assert not re.search(r"arithmatex|\$", formulas.partition("<article")[2])
    page = (tmp_path / "zh" / "install.html").read_text("utf-8")
    assert "wenmai init" in page
    assert 'href="http' not in page.partition("</head>")[0].replace("https://squidfunk", "")


def test_the_page_of_lineage_is_made_without_telemetry(project_dir):
    """Options of the tool that `make lineage` calls; what it draws is its own tests' matter."""
    makefile = (project_dir / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"colibri generate (.*?)>", makefile)
    options = re.findall(r"--[a-z-]+", recipe)
    assert "--disable-telemetry" in options
    tool = Path(sys.executable).with_name("colibri")
    said = subprocess.run(
        [tool, "generate", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert all(option in said for option in options)
