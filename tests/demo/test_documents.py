"""The demo's documents: as many as P1 counts, in the forms users have, with a truth that holds."""

import csv
import json
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pypdf
import pytest

from demo.document_grammar import THEMES
from demo.northeast_cities import CITIES, FIRST_YEAR
from demo.northeast_documents import DIMENSION_OF_THEME
from wenmai.settings import Settings

DEMO = Settings.from_env({}).project_dir / "demo"
STUDY, TRUTH = DEMO / "northeast", DEMO / "truth"
SHARES = [f"{theme}_share" for theme in THEMES]
PATHS = {
    "P": "policy_support",
    "R": "resource_transformation",
    "T": "technology_empowerment",
    "C": "subject_collaboration",
    "M": "market_realization",
}


@pytest.fixture(scope="module")
def documents() -> pd.DataFrame:
    return pd.read_csv(
        TRUTH / "documents.csv", dtype={"unit_code": str}, parse_dates=["published_on"]
    )


def text_of(path: Path, row: int) -> str:
    """Return a document's text without wenmai's readers."""
    if path.suffix == ".jsonl":
        return json.loads(path.read_text(encoding="utf-8").splitlines()[row - 1])["content"]
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path).active
        return sheet.cell(row, sheet.max_column).value
    if path.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)
    if path.suffix == ".pdf":
        pages = pypdf.PdfReader(path, strict=True).pages
        return "".join(page.extract_text().replace("\n", "") for page in pages)
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("gb18030")


def test_there_are_as_many_documents_as_the_paper_counts(documents):
    is_policy = documents["document_type"] == "policy"
    assert (is_policy.sum(), (~is_policy).sum()) == (214, 468)


def test_every_document_stands_where_the_truth_says_and_can_be_read(documents):
    for row in documents.sample(60, random_state=1).itertuples():
        text = text_of(STUDY / row.source_file, row.row_number)
        assert sum("\u4e00" <= character <= "\u9fff" for character in text) > 300, row.source_file


def test_documents_come_in_every_form_that_users_have(documents):
    forms = Counter(Path(file).suffix for file in documents["source_file"])
    assert set(forms) == {".txt", ".md", ".html", ".docx", ".pdf", ".jsonl", ".xlsx"}
    assert min(forms.values()) >= 10
    texts = [path.read_bytes() for path in (STUDY / "documents/policies").glob("*.txt")]
    kinds = Counter(map(encoding_of, texts))
    assert min(kinds[kind] for kind in ("utf-8", "utf-8-sig", "utf-16", "gb18030")) >= 10


def encoding_of(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "none"


def test_mixtures_sum_to_one_and_no_theme_grows_over_the_years(documents):
    assert documents[SHARES].sum(axis=1).to_numpy() == pytest.approx(1, abs=5e-6)
    means = documents.groupby(documents["published_on"].dt.year)[SHARES].mean()
    assert (means.max() - means.min()).max() < 1e-5


def test_what_a_city_writes_agrees_with_its_development_path(documents):
    cities = {city.code: city for city in CITIES}
    own = documents[documents["unit_code"].isin(cities)]
    means = own.groupby(["unit_code", own["published_on"].dt.year])[SHARES].mean()
    agreeing = [
        DIMENSION_OF_THEME[THEMES[row.to_numpy().argmax()]]
        == PATHS[cities[unit].paths[year - FIRST_YEAR]]
        for (unit, year), row in means.iterrows()
    ]
    # Two documents in a mean year, each with its own taste and type.
    assert sum(agreeing) / len(agreeing) > 0.75


def test_terms_come_up_only_from_their_first_year(documents):
    terms = pd.read_csv(TRUTH / "emerging_terms.csv")
    years = documents["published_on"].dt.year.value_counts()
    terms["share"] = terms["documents"] / terms["year"].map(years)
    is_late = terms["year"] >= terms["first_year"]
    assert terms.loc[~is_late].groupby("term")["share"].mean().max() < 0.03
    assert terms.loc[is_late].groupby("term")["share"].mean().min() > 0.15
    assert terms.groupby("is_in_dictionary")["term"].nunique().to_dict() == {False: 2, True: 8}


def planted() -> dict[str, dict[str, str]]:
    with (TRUTH / "faults.csv").open(encoding="utf-8", newline="") as file:
        lines = [x for x in csv.DictReader(file) if x["source_file"].startswith("documents/")]
    return {
        line["expected"] if line["check"] == "quarantine" else line["check"]: line for line in lines
    }


def test_the_faults_of_documents_stand_where_they_are_listed(documents):
    faults = planted()
    texts = {}
    for code in ("truncated", "stub"):
        texts[code] = text_of(STUDY / faults[code]["source_file"], int(faults[code]["row_number"]))
    assert len(texts["truncated"]) == 32_767
    assert len(texts["stub"]) < 20
    name = Path(faults["document_without_metadata"]["source_file"]).name
    table = (STUDY / "documents/policies.csv").read_text(encoding="utf-8-sig")
    assert name not in table
    absent = table.splitlines()[int(faults["metadata_without_file"]["row_number"]) - 1].split(",")[
        0
    ]
    assert not (STUDY / "documents/policies" / absent).exists()
    scan = pypdf.PdfReader(STUDY / faults["document_without_text"]["source_file"])
    assert (len(scan.pages), scan.pages[0].extract_text()) == (1, "")
    no_text = (STUDY / faults["document_not_decoded"]["source_file"]).read_bytes()
    assert encoding_of(no_text) == "none"


def test_faulty_records_stand_where_they_are_listed():
    faults = planted()
    lines = {}
    for code in ("date_not_understood", "record_not_understood"):
        file = (STUDY / faults[code]["source_file"]).read_text(encoding="utf-8").splitlines()
        lines[code] = file[int(faults[code]["row_number"]) - 1]
    assert json.loads(lines["date_not_understood"])["published"] == "2O22-05-06"
    with pytest.raises(json.JSONDecodeError):
        json.loads(lines["record_not_understood"])


def test_faulty_documents_are_beside_the_682_but_for_the_one_that_can_be_used(documents):
    places = set(zip(documents["source_file"], documents["row_number"].astype(str), strict=True))
    for code, fault in planted().items():
        is_counted = (fault["source_file"], fault["row_number"]) in places
        assert is_counted == (code == "truncated"), code
