"""A table of links, texts or relations that was cut off in its last line."""

import pytest

from wenmai.readers.named_table import open_named_table

HEAD = "from,to,kind,strength\n"
# whoever wrote it left out empty cells at the ends of lines
TRIMMED = HEAD + "A,B\nB,C\nC,D\nD,E,loan\n"


def last_line(tmp_path, text):
    (tmp_path / "links.csv").write_text(text, encoding="utf-8")
    columns = {"from": "from", "to": "to", "strength": "strength"}
    table = open_named_table(tmp_path / "links.csv", columns, study_folder=tmp_path, code="links")
    *before, last = table.rows()
    assert not any(row.is_ragged for row in before)
    return last


@pytest.mark.parametrize("end", ["E,F,loan,12", "E,F"])
def test_a_short_last_line_without_its_end_is_torn(tmp_path, end):
    """Where short lines are usual, half a line was read as a whole one."""
    assert last_line(tmp_path, f"{TRIMMED}{end}").is_ragged == (end == "E,F")
    assert not last_line(tmp_path, f"{TRIMMED}{end}\n").is_ragged
