"""The section documents of study.yml: what it finds, and how it says what is wrong."""

import pytest
from support.document_study import FOLDER, DocumentStudy

from wenmai.errors import ProblemsFound


@pytest.fixture
def study(settings):
    made = DocumentStudy(settings)
    made.declare()
    made.write("documents/2020_沈阳_a.txt", "甲")
    return made


def messages(study: DocumentStudy) -> str:
    with pytest.raises(ProblemsFound) as caught:
        study.load()
    return str(caught.value)


def test_the_files_of_an_entry_are_data_of_the_study(study):
    study.write("documents/.hidden.txt", "x")
    study.write("documents/~$open.docx", "x")
    loaded = study.load()
    (entry,) = loaded.found["text"]
    assert [path.name for path in entry.files] == ["2020_沈阳_a.txt"]
    assert set(entry.files) <= set(loaded.files)  # the fingerprint hashes Study.files


def test_the_metadata_table_is_a_file_of_the_study_and_no_document(study):
    study.write("documents/list.csv", "file\n")
    study.declare(
        "  - code: texts\n    files: documents/*\n    type: news\n    date: 2020\n"
        "    metadata: {file: documents/list.csv, columns: {file: file}}\n"
    )
    loaded = study.load()
    (entry,) = loaded.found["text"]
    assert [path.name for path in entry.files] == ["2020_沈阳_a.txt"]
    assert "list.csv" in [path.name for path in loaded.files]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            FOLDER.replace("name_pattern", "name_patern"),
            "name_patern (line 9): This key is not known. Did you mean 'name_pattern'?",
        ),
        (FOLDER.replace("type: news", "type: newz"), "'newz' is not a choice. Choose one of: pol"),
        (FOLDER.replace("    type: news\n", ""), "Nothing gives the type: name its column"),
        (FOLDER.replace("date>", "data>"), "the group 'data' is not known. Did you mean 'date'?"),
        (FOLDER + "    script: kept\n", "'kept' is not a choice. Choose one of: auto, keep"),
        (FOLDER + "    scripts: keep\n", "This key is not known. Did you mean 'script'?"),
        (FOLDER.replace("(?P<date>", "("), "Nothing gives the date"),
        (FOLDER.replace("'(?P", "'((?P"), "is not a regular expression"),
        (FOLDER.replace("documents/*", "docs/*"), "No file matches 'docs/*'."),
        (FOLDER.replace("documents/*", "../*"), "lies outside the study folder"),
        (FOLDER + FOLDER, "The code 'texts' stands twice."),
        (
            FOLDER + FOLDER.replace("code: texts", "code: more"),
            "'documents/2020_沈阳_a.txt' belongs to 'texts' already.",
        ),
        (
            FOLDER + "    fields: {text: content}\n",
            "A collection (fields) has no metadata and no name_pattern",
        ),
        (
            FOLDER + "    metadata: {file: documents/lst.csv, columns: {file: f}}\n",
            "There is no file 'documents/lst.csv'.",
        ),
        (FOLDER + "    types: {通知: policy, '通 知': news}\n", "say the same word twice"),
    ],
)
def test_a_wrong_section_is_answered_with_a_sentence_and_a_way_out(study, entry, expected):
    study.write("../outside.txt", "乙")
    study.declare(entry)
    assert expected.lower() in messages(study).lower()
