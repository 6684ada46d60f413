"""Where data come from reaches the warehouse, the release and the pages."""

import pytest
from pydantic import ValidationError

from wenmai.ingest import ingest
from wenmai.kit.origin import Origin
from wenmai.publish.described import Described
from wenmai.publish.package import _sources as as_package_says
from wenmai.publish.package_texts import _sources as as_readme_says
from wenmai.studies import load_studies

ROW = {
    "study_code": "east", "source_kind": "sources", "entry_code": "values",
    "publisher": "辽宁省统计局", "title": "辽宁统计年鉴|2024", "url": "https://tjj.ln.gov.cn/",
    "licence": None, "citation": None, "accessed": "2024-11-20",
}  # fmt: skip


def test_what_a_mapping_and_an_entry_say_is_landed(make_study, settings, raw):
    folder = make_study()
    mapping = folder / "sources/values.yml"
    said = "origin: {publisher: 辽宁省统计局, accessed: 2024-11-20}\n"
    mapping.write_text(mapping.read_text(encoding="utf-8") + said, encoding="utf-8")
    ingest(settings, load_studies(settings), release_id="r1")
    (row,) = raw("study_sources")
    assert (row["source_kind"], row["entry_code"]) == ("sources", "values")
    assert (row["publisher"], row["accessed"], row["title"]) == ("辽宁省统计局", "2024-11-20", None)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "says nothing"),
        ({"url": "javascript:alert(1)"}, "no address"),
        ({"accessed": "last year"}, "no day"),
        ({"licence_": "CC0"}, "Extra inputs"),
    ],
)
def test_an_origin_that_cannot_be_shown_is_refused(said, why):
    with pytest.raises(ValidationError, match=why):
        Origin.model_validate(said)


def test_a_release_names_each_publication_once():
    described = Described((), {}, (ROW, ROW | {"entry_code": "other"}))
    lines = as_readme_says(described)
    assert lines[-1] == (
        "| east | [辽宁省统计局，辽宁统计年鉴/2024](https://tjj.ln.gov.cn/) |  |  |"
    )
    assert len(lines) == 6
    (source,) = as_package_says(described)
    assert source == {
        "title": "辽宁统计年鉴|2024", "path": "https://tjj.ln.gov.cn/",
        "publisher": "辽宁省统计局", "accessed": "2024-11-20",
    }  # fmt: skip
    assert as_readme_says(Described(())) == [] == as_package_says(Described(()))
