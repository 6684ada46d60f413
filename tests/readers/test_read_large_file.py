"""A file of 200 MB passes in bounded memory."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import re, sys
from pathlib import Path
from wenmai.readers import read_source
from wenmai.kit.mapping import SourceMapping
path = Path(sys.argv[1])
mapping = SourceMapping.model_validate({
    "file": path.name, "unit": {"name": "城市"}, "year": {"column": "年份"},
    "values": [{"column": "GDP（亿元）", "indicator": "gdp"}],
})
result = read_source(path, mapping, study_folder=path.parent)
records = sum(batch.num_rows for batch in result.records)
# not getrusage: its peak is inherited from the process that started this one
peak_kb = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(records, result.file.lines_read, peak_kb)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's peak of memory")
def test_200_megabytes_pass_in_400_megabytes_of_memory(tmp_path):
    path = tmp_path / "big.csv"
    note = "据统计年鉴、统计公报整理，未经核对。" * 6
    block = "".join(f"沈阳市,2018,{n}.25,{note}\r\n" for n in range(10_000)).encode("gb18030")
    blocks = 200_000_000 // len(block) + 1
    with path.open("wb") as stream:
        stream.write("城市,年份,GDP（亿元）,说明\r\n".encode("gb18030"))
        for _ in range(blocks):
            stream.write(block)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True
    )
    records, lines, peak_kb = map(int, done.stdout.split())
    assert records == blocks * 10_000
    assert lines == records + 1
    assert peak_kb < 400 * 1024
