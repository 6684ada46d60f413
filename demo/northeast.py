"""The demo study northeast as a whole: calibrate, plant faults, write study and truth."""

from pathlib import Path

from demo import (
    northeast_config,
    northeast_document_faults,
    northeast_document_files,
    northeast_files,
    northeast_labels,
    northeast_network_files,
)
from demo.document_grammar import THEMES
from demo.document_vocabulary import EMERGING_TERMS
from demo.faults import Cell, FaultLine
from demo.northeast_cities import CITIES, DIMENSIONS, YEARS
from demo.northeast_documents import COMING_UP, Document, make_documents
from demo.northeast_faults import observe
from demo.northeast_indicators import INDICATORS
from demo.northeast_network import make_cooperations, make_enterprises
from demo.northeast_truth import DIMENSION_OF, PATH_OF, Truth, calibrate
from demo.readme import write_readme
from demo.writing import write_csv

PATH_CODES = ("policy", "resource", "technology", "collaboration", "market")

ABOUT = """
# Demo study northeast: synthetic

36 units of Liaoning, Jilin and Heilongjiang, 2018–2024, 21 indicators in five dimensions. **Every
number is made up**; names and codes of the places are real. The data say nothing about any city.

Made by `python -m demo` from a fixed seed: a latent level per city with the trend of its province,
an emphasis on the dimension of its development path, and raw values that rise with both. The trend
is set so that the composite index has the province means of P1 Fig 5 (Liaoning 0.421 → 0.642,
Jilin 0.389 → 0.587, Heilongjiang 0.372 → 0.551) and the dimension means of Fig 7 in 2024; how many
city-years take each path follows Figs 4 and 6.

Files: UTF-8 CSV with byte order mark and cities in four spellings; UTF-8 CSV without, in which
every line names its unit of measure; downloads in the form of the National Bureau of Statistics
(GB18030, preamble, years across, notes); GB18030 CSV with codes only; an XLSX with a title sheet;
a bilingual yearbook with two heading lines, 全市/市辖区 and a page title that comes again, whose
2023 replaces the preliminary 2023 of the CSV.

682 documents, as many as P1 Table 4 counts (214 policies, 468 of industry and media), written by
a grammar: sentences from patterns, words of five themes in a mixture that follows the city's path
in that year, and ten terms that come up from 2022 on, two of which no dictionary knows. Policies
are files of their own with a metadata table (plain text in four encodings, web pages, Markdown,
Word, PDF); park material and annual reports say date, city and title in their names; news and
platform texts are JSON lines; industry reports stand in a workbook. **No document was ever issued
by anybody.**

126 enterprises, as many as P1 Table 4 counts, and how often they worked together: a table of three
columns and the year, a table of enterprises with their cities, and the last year as a Pajek file.
Enterprises of one city, province or trade cooperate more, and so do those of cities on the path of
collaborative linkage. **No such enterprise exists.**

An expert's judgement of the path of every city and year: the planted path, but for 22 of 252
city-years in which it is the second strongest dimension's. Number and seed of these errors are
chosen so that the forest comes near the accuracy that P1 prints (out-of-bag 0.847, macro-F1 0.823).
**No expert ever judged anything.**
"""


def write(study_folder: Path, truth_folder: Path) -> list[FaultLine]:
    """Write the study's folder and its truth; return the planted faults."""
    truth = calibrate(observe)
    tables = northeast_files.make_tables(truth)
    faults = northeast_files.plant_faults(truth, tables)
    documents = northeast_document_faults.lengthen(make_documents())
    layout = northeast_document_files.lay_out(documents)
    faults += northeast_document_faults.plant(documents, layout)
    enterprises = make_enterprises()
    cooperations = make_cooperations(enterprises)
    faults += northeast_network_files.write(study_folder, truth_folder, enterprises, cooperations)
    faults += northeast_labels.write(study_folder, truth)
    northeast_config.write(study_folder)
    northeast_files.write(study_folder, tables)
    northeast_document_files.write(study_folder, layout)
    write_csv(study_folder / "corrections.csv", northeast_files.corrections(truth))
    write_readme(study_folder / "README.md", ABOUT, faults)
    write_csv(truth_folder / "northeast_values.csv", _values(truth))
    write_csv(truth_folder / "northeast_latent.csv", _latent(truth))
    write_csv(truth_folder / "northeast_weights.csv", _weights(truth))
    placed = northeast_document_files.truth_lines(documents, layout, THEMES)
    write_csv(truth_folder / "documents.csv", placed)
    write_csv(truth_folder / "emerging_terms.csv", _coming_up(documents))
    return faults


def _values(truth: Truth) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["unit_code", "year", *(item.code for item in INDICATORS)]]
    for i, city in enumerate(CITIES):
        for t, year in enumerate(YEARS):
            cells = (f"{truth.values[i, t, j]:.{x.decimals}f}" for j, x in enumerate(INDICATORS))
            lines.append([city.code, year, *cells])
    return lines


def _latent(truth: Truth) -> list[list[Cell]]:
    scores = truth.index.dimension_scores(DIMENSION_OF)
    lines: list[list[Cell]] = [
        [
            *("unit_code", "year", "path_code", "level"),
            *(f"{code}_position" for code in DIMENSIONS),
            "innovation_score",
            *(f"{code}_score" for code in DIMENSIONS),
        ]
    ]
    for i, city in enumerate(CITIES):
        for t, year in enumerate(YEARS):
            computed = [truth.level[i, t], *truth.positions[i, t], truth.index.scores[i, t]]
            cells = (f"{float(number):.6f}" for number in (*computed, *scores[i, t]))
            lines.append([city.code, year, PATH_CODES[PATH_OF[i, t]], *cells])
    return lines


def _weights(truth: Truth) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["indicator_code", "dimension_code", "weight"]]
    for item, weight in zip(INDICATORS, truth.index.weights, strict=True):
        lines.append([item.code, item.dimension, f"{weight:.8f}"])
    return lines


def _coming_up(documents: list[Document]) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["term", "first_year", "is_in_dictionary", "year", "documents"]]
    for term, first in COMING_UP.items():
        for year in YEARS:
            named = sum(term in x.emerging and x.published.year == year for x in documents)
            lines.append([term, first, str(term in EMERGING_TERMS).lower(), year, named])
    return lines
