"""Lines of Chinese are full, and no mark begins one."""

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wenmai.cli.folding import Folding


def lines_of(text, width):
    console = Console(width=width, record=True)
    with console.capture() as captured:
        console.print(Folding(Text(text)))
    return [line.rstrip() for line in captured.get().rstrip("\n").split("\n")]


@pytest.mark.parametrize("width", [20, 31, 60])
def test_chinese_fills_its_lines(width):
    text = "data.xlsx：工作表“raw_data”未采用：其中没有含地名、行政区划代码（六位），或年份的表格。"
    lines = lines_of(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)
    assert all(cell_len(line) >= width - 12 for line in lines[:-1])
    assert not any(line[0] in "，。、：；）”" or line[-1] in "（“" for line in lines)


def test_english_is_broken_at_blanks_and_a_long_word_where_it_must():
    assert lines_of("the sheet holds no table", 12) == ["the sheet", "holds no", "table"]
    assert lines_of("abcdefghij klm", 4) == ["abcd", "efgh", "ij", "klm"]
