"""``wenmai inspect`` and ``wenmai check``: what a user does before the first refresh."""

from pathlib import Path

import pytest

from wenmai.cli.inspect_file import pattern_for

TABLE = (
    "城市,年份,地区生产总值（亿元）\n沈阳市,2020,6571.6\n大连市,2020,7030.4\n鞍山市,2020,1738.8\n"
)


@pytest.fixture
def table(tmp_path):
    """Return a small file as people have it."""
    file = tmp_path / "a" / "tables" / "gdp.csv"
    file.parent.mkdir(parents=True)
    file.write_text(TABLE, encoding="gb18030")
    return file


def test_the_draft_alone_goes_to_standard_output(wenmai, table):
    code, out, err = wenmai("inspect", table)
    assert code == 0
    assert out.startswith("file: tables/gdp.csv\n")
    assert "indicator: gdp" in out
    assert "Understood" in err


def test_a_written_draft_names_the_file_within_its_study(wenmai, table):
    target = table.parents[1] / "sources" / "gdp.yml"
    code, out, err = wenmai("inspect", table, "--write", target)
    assert (code, out) == (0, "")
    assert target.read_text().startswith("file: tables/gdp.csv\n")
    assert "wenmai check" in err


def test_an_existing_mapping_is_not_replaced_unasked(wenmai, table):
    target = table.with_name("gdp.yml")
    target.write_text("mine")
    code, _, err = wenmai("inspect", table, "--write", target)
    assert code == 1
    assert "--force" in err
    assert target.read_text() == "mine"
    assert wenmai("inspect", table, "--write", target, "--force")[0] == 0


def test_a_missing_file_is_an_error_without_traceback(wenmai, tmp_path):
    code, out, err = wenmai("inspect", tmp_path / "no.csv")
    assert (code, out) == (1, "")
    assert "no.csv" in err


def test_a_file_elsewhere_keeps_its_default_pattern():
    assert pattern_for(Path("/b/x.csv"), Path("/a/s/sources/x.yml")) is None


def test_a_folder_is_drafted_into_itself_and_checked(wenmai, table, settings):
    study = settings.landing[0] / "a"
    table.parents[1].rename(study)
    code, out, err = wenmai("inspect", study)
    assert code == 0
    assert "# sources/gdp.yml\nfile: tables/gdp.csv" in out
    assert "--write" in err
    code, _, err = wenmai("check")
    assert (code, "wenmai inspect" in err, "holds no study.yml" in err) == (1, True, True)
    code, _, err = wenmai("inspect", study, "--write", study)
    assert code == 0
    assert "Written" in err
    assert "wenmai check" in err
    code, out, _ = wenmai("check")
    assert code == 0
    assert "1 study, no problems found." in out


def test_what_is_there_is_kept(wenmai, table):
    folder = table.parents[1]
    (folder / "study.yml").write_text("mine")
    _, _, err = wenmai("inspect", folder, "--write", folder)
    assert "Kept as it is, because somebody changed it (--force replaces it)" in err
    assert (folder / "study.yml").read_text() == "mine"
    assert (folder / "sources" / "gdp.yml").is_file()


def test_the_drafts_of_a_folder_do_not_go_elsewhere(wenmai, table, tmp_path):
    code, _, err = wenmai("inspect", table.parents[1], "--write", tmp_path)
    assert code == 1
    assert "belong into" in err


def test_documents_and_networks_give_an_entry(wenmai, tmp_path):
    (tmp_path / "b.net").write_text('*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2\n')
    code, out, err = wenmai("inspect", tmp_path / "b.net")
    assert code == 0
    assert out.startswith("networks:\n  - code: b\n    kind: pajek\n")
    assert "of which year" in err


def test_a_kind_of_file_that_is_not_read_names_the_way_out(wenmai, tmp_path):
    (tmp_path / "b.dta").write_bytes(b"r")
    code, _, err = wenmai("inspect", tmp_path / "b.dta")
    assert code == 1
    assert "export delimited" in err


def test_a_folder_without_a_study_is_not_passed_over_in_silence(wenmai, settings, project_dir):
    waiting = settings.landing[0] / "waiting"
    waiting.mkdir()
    (waiting / "a.csv").write_text("a,b")
    code, out, _ = wenmai(
        "check", "--landing", project_dir / "demo", "--landing", settings.landing[0]
    )
    assert code == 0
    assert "waiting holds no study.yml and is not read" in " ".join(out.split())


def test_check_without_a_study_says_where_to_put_one(wenmai):
    code, _, err = wenmai("check")
    assert code == 1
    assert "study.yml" in err


def test_check_lists_all_problems_of_a_study(wenmai, settings):
    folder = settings.landing[0] / "a"
    folder.mkdir()
    (folder / "study.yml").write_text("code: a\nyeers: {first: 2018}\n")
    code, _, err = wenmai("check")
    assert code == 1
    assert "problems found" in err
    assert "yeers" in err
    assert "years" in err


def test_check_passes_the_demo_studies(wenmai, project_dir):
    code, out, _ = wenmai("check", "--landing", project_dir / "demo")
    assert code == 0
    assert "3 studies, no problems found." in out
    assert "northeast" in out
