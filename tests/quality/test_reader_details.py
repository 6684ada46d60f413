"""What readers say of a line or file is said in Chinese too, with the same names and numbers."""

import ast

import pytest
from support.chinese import UNTRANSLATED, translator

# Modules whose sentences end in the quarantine, and what takes such a sentence.
MODULES = (
    *("networks/pajek_parser", "readers/document_formats", "readers/document_text"),
    *("readers/json_lines", "readers/years", "text/collection", "text/metadata"),
)
TAKERS = {"_complain", "Issue", "UnreadableDocumentError", "JsonRecord"}


@pytest.fixture(scope="module")
def in_chinese(project_dir):
    """Return a function: English sentences → Chinese ones, as the warehouse says them."""
    return translator(project_dir, "reader_detail_zh")


def sentence(node):
    """Return a text of the code with 7 in every place that is filled in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "7" for part in node.values
        )
    return None


def sentences_of(path):
    """Return the sentences that a module hands over as details."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = node.args if name in TAKERS else []
        elif isinstance(node, ast.Assign):
            names = {getattr(target, "id", "") for target in node.targets}
            given = [node.value] if names & {"detail", "what"} else []
        else:
            continue
        found |= {text for text in map(sentence, given) if text and text.endswith(".")}
    return found


def test_every_sentence_of_a_reader_has_a_chinese_one(project_dir, in_chinese):
    sentences = set().union(*(sentences_of(project_dir / f"wenmai/{name}.py") for name in MODULES))
    # these are made of another sentence and its place, or of a message of the system
    sentences -= {"7."}
    # no {detail} stands in the sentences of their reasons
    sentences -= {
        "The line names one vertex only.",
        "'7' is no number.",
        "'7' is no finite number.",
        "Behind *Vertices stands no number of vertices.",
        "The first mode has 7 of 7 vertices; read as one mode.",
    }
    assert len(sentences) > 20
    assert {text for text in sentences if in_chinese(text).startswith(UNTRANSLATED)} == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "The date 1905-07-12 is probably the year 2020 in a date format.",
            "日期1905-07-12很可能是被设为日期格式的年份2020。",
        ),
        (
            "The network has 126 vertices, none with the number 999.",
            "网络有126个顶点，没有编号为999的顶点。",
        ),
        (
            "The text cannot be read as utf-8 or gb18030. The first bad bytes: line 1.",
            "文本不能按utf-8或gb18030解码，首个无效字节在第1行。",
        ),
        (
            "It is no JSON (Invalid control character at: line 1 column 39 (char 38)).",
            "不是有效的JSON（Invalid control character at: line 1 column 39 (char 38)）。",
        ),
        ("It has 20,000,001 characters.", "共20,000,001个字符。"),
    ],
)
def test_names_and_numbers_are_the_same(in_chinese, english, chinese):
    assert in_chinese(english) == chinese


def test_what_no_reader_of_the_project_says_is_kept_and_marked_as_english(in_chinese):
    assert in_chinese("Permission denied.") == f"{UNTRANSLATED}Permission denied."
    assert in_chinese(None) is None
