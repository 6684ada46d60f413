"""Why a model is refused, and what to know about one that is not, is said in Chinese too."""

import ast
import re

import pytest
from support.chinese import UNTRANSLATED, translator

# What stands in the places of sentences that are not a name or number.
WORDS = {
    "effects": "fixed",
    "model": "lag",
    "asked": "two_way effects",
    "what": "units",
    "missing": " (7 rows lack a value)",
    "allows": "at most 7",
    "where": "over time",
}


def text_of(node):
    """Return a text of the code with its places filled in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.IfExp):
        return text_of(node.body)
    if isinstance(node, ast.BinOp):
        return (text_of(node.left) or "") + (text_of(node.right) or "")
    if isinstance(node, ast.FormattedValue):
        return text_of(node.value) or WORDS.get(ast.unparse(node.value), "7")
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    return None


def sentences(project_dir, kind):
    """Return the refusals or the notes of the package."""
    found = set()
    for path in (project_dir / "wenmai" / "econometrics").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            given = []
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                owner = getattr(getattr(node.func, "value", None), "id", "")
                if kind == "refusals" and name == "NotEstimable":
                    given = node.args[1:]
                if kind == "notes" and name in {"append", "insert"} and owner in {"notes", "found"}:
                    given = node.args
            elif isinstance(node, ast.Assign) and kind == "refusals":
                given = [node.value] if getattr(node.targets[0], "id", "") == "reason" else []
            found |= {text for text in map(text_of, given) if text and " " in text}
    return found


@pytest.fixture(scope="module")
def refusal(project_dir):
    return translator(project_dir, "model_reason_zh", "listed_zh")


@pytest.fixture(scope="module")
def note(project_dir):
    return translator(project_dir, "model_notes_zh")


def test_every_refusal_has_a_chinese_sentence(project_dir, refusal):
    texts = sentences(project_dir, "refusals")
    assert len(texts) > 30
    assert {text for text in texts if refusal(text).startswith(UNTRANSLATED)} == set()


def test_every_note_has_a_chinese_sentence(project_dir, note):
    texts = sentences(project_dir, "notes") | {"Hansen's J is left out: 9 instruments, 5 units."}
    texts = {text for text in texts if re.match("[A-Z7]", text)}
    assert len(texts) > 7
    # what no pattern fits stays English: words in a row, not a name alone
    assert {text for text in texts if re.search("[a-z]{2} [a-z]{2}", note(text))} == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "gdp has no logarithm in 4 of 20 rows (zero or negative: 210100 in 2015, "
            "210200 in 2016 and 2 more). Take it out of logs, or those rows out of the sample.",
            "gdp在20行中有4行为零或负值，不能取对数（210100（2015年）、210200（2016年）等（另有2个））。"
            "请不取对数，或从样本中剔除这些行。",
        ),
        (
            "The sample has one unit only, 210100; fixed effects need several.",
            "样本只有一个地区（210100），固定效应模型需要多个地区。",
        ),
        (
            "5 observations (1 rows lack a value) are too few for 6 parameters.",
            "5个观测（另有1行缺值）不足以估计6个参数。",
        ),
        (
            "c is an exact linear combination of a and b. Leave one of them out.",
            "c是a、b的线性组合，存在完全共线性。请剔除其中一个变量。",
        ),
        ("The estimation failed: a, b and c.", "估计失败（英文信息）：a, b and c."),
        ("Something new, and more.", f"{UNTRANSLATED}Something new, and more."),
    ],
)
def test_a_refusal_names_the_same_in_both_languages(refusal, english, chinese):
    assert refusal(english) == chinese


def test_notes_are_said_one_after_the_other(note):
    assert note(
        "3 rows of the sample are not used: a value is missing. "
        "Left out, because a year is missing: 210100, 210200. "
        "9 clusters are few: clustered errors are then too small."
    ) == (
        "样本中有3行因缺值未使用。因年份不全而剔除：210100, 210200。只有9个聚类，聚类标准误偏小。"
    )
    assert note(None) is None


def test_notes_of_tests_have_chinese_words(project_dir):
    said = translator(project_dir, "test_note_zh")
    path = project_dir / "wenmai" / "econometrics" / "panel_tests.py"
    texts = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "TestResult":
            texts |= {text_of(part) for part in node.args[-1:]}
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "note":
            values = [node.value]
            if isinstance(node.value, ast.IfExp):
                values = [node.value.body, node.value.orelse]
            texts |= {text_of(value) for value in values}
    texts = {text for text in texts if text}
    assert len(texts) > 6
    assert {text for text in texts if said(text).startswith(UNTRANSLATED)} == set()
