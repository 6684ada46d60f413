"""The pages of docs/ make a site in which every link and every heading that is linked is there."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_no_page_is_left_out_and_no_link_leads_nowhere(project_dir, tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("mkdocs"), "build", "--strict", "--site-dir", tmp_path],
        cwd=project_dir,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, [line for line in done.stderr.splitlines() if "WARN" in line]
    page = (tmp_path / "zh" / "install.html").read_text("utf-8")
    assert "wenmai init" in page
    assert 'href="http' not in page.partition("</head>")[0].replace("https://squidfunk", "")


def test_the_page_of_lineage_is_made_without_telemetry(project_dir):
    """Options of the tool that `make lineage` calls; what it draws is its own tests' matter."""
    makefile = (project_dir / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"colibri generate (.*?)>", makefile)
    options = re.findall(r"--[a-z-]+", recipe)
    assert "--disable-telemetry" in options
    tool = Path(sys.executable).with_name("colibri")
    said = subprocess.run(
        [tool, "generate", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert all(option in said for option in options)
