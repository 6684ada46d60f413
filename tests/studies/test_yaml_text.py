import os

import pytest

from wenmai.errors import ProblemsFound
from wenmai.kit.yaml_text import key_text, parse_yaml, place, read_yaml


def problem_of(text: str) -> str:
    with pytest.raises(ProblemsFound) as caught:
        parse_yaml(text, "east/study.yml")
    (problem,) = caught.value.problems
    return str(problem)


def test_data_and_lines_are_read_together():
    document = parse_yaml("a: 1\nb:\n  - x: 2\n  - y: 3\n", "f")
    assert document.data == {"a": 1, "b": [{"x": 2}, {"y": 3}]}
    assert document.line(("b", 1, "y")) == 4
    assert document.line(("b", 1, "missing")) == 4
    assert document.line(("nowhere",)) is None


def test_an_empty_file_is_an_empty_mapping():
    assert parse_yaml("# only a comment\n", "f").data == {}


def nested(first, each):
    """Return anchors of which each holds the one before ten times."""
    lines = [f"a0: &a0 {first}"]
    lines += [f"a{n}: &a{n} " + each.format(", ".join([f"*a{n - 1}"] * 10)) for n in range(1, 12)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (nested("[x]", "[{}]"), "stand for more than 500,000 values"),
        (nested("{k: 1}", "\n  <<: [{}]"), "stand for more than 500,000 values"),
        ("[" * 100_000 + "]" * 100_000, "nested too deep"),
        ("{a: " * 50_000 + "}" * 50_000, "nested too deep"),
        ("- " * 100_000, "nested too deep"),
    ],
    ids=["aliases", "merges", "lists", "keys", "dashes"],
)
def test_a_small_text_that_would_eat_the_machine_is_refused(text, expected):
    assert expected in problem_of(text)


def test_a_pipe_and_a_giant_are_never_read(tmp_path):
    pipe, giant = tmp_path / "study.yml", tmp_path / "giant.yml"
    os.mkfifo(pipe)
    with giant.open("wb") as stream:
        stream.truncate(10**10)
    for path, said in ((pipe, "a folder, a pipe or a device"), (giant, "has 10,000 MB")):
        with pytest.raises(ProblemsFound, match=said):
            read_yaml(path, "east/study.yml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code: a\nyears: 1\ncode: b\n", "code (line 3): The key stands twice, first in line 1."),
        ("units:\n  level: a\n  level: b\n", "units.level (line 3): The key stands twice"),
        ("indicators:\n- {a: 1, a: 2}\n", "indicators[0].a (line 2): The key stands twice"),
        ("code: east\nyears: [2018, 2020\n", "line 3: This is not valid YAML"),
        ("code：east\nname: 东\n", "Write the colon as ': ' (half-width, then a space)"),
        ("units:\n\tlevel: province\n", "line 2: This is not valid YAML"),
        ("units:\n\tlevel: province\n", "Indent with spaces, not with tabs."),
        ('name: "open\n', "This is not valid YAML"),
        ("when: 2018-02-31\n", "A value cannot be understood (day is out of range for month)."),
        ("a: &a [*a]\n", "a[0] (line 1): The anchor contains itself."),
        ("a: !python/object:os.system x\n", "This is not valid YAML"),
        ("[" * 3000, "This is not valid YAML"),
        ("x: " + "[" * 3000 + "]" * 3000, "nested too deep"),
    ],
)
def test_what_is_no_yaml_is_named_with_its_line(text, expected):
    assert expected in problem_of(text)


def test_a_file_in_gb18030_is_named_with_its_line(tmp_path):
    path = tmp_path / "study.yml"
    path.write_bytes("code: east\nname: 东部\n".encode("gb18030"))
    with pytest.raises(ProblemsFound, match=r"line 2: The text is not UTF-8. Save the file"):
        read_yaml(path, "east/study.yml")


def test_a_byte_order_mark_does_not_count(tmp_path):
    path = tmp_path / "study.yml"
    path.write_bytes("code: east\n".encode("utf-8-sig"))
    assert read_yaml(path, "f").data == {"code": "east"}


def test_keys_and_places_read_as_people_write_them():
    assert key_text(("indicators", 2, "unit")) == "indicators[2].unit"
    assert place(("years", "first"), 3) == "years.first (line 3)"
    assert place((), None) == ""
