"""A link in a study may not show the text of somebody else's file."""

import pytest

from wenmai.errors import ProblemsFound
from wenmai.studies import load_studies

SECRET = "root:x:0:0: a word that nobody may read\n"


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "elsewhere" / "passwd"
    file.parent.mkdir()
    file.write_text(SECRET, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", ["study.yml", "sources/values.yml", "corrections.csv"])
def test_a_link_out_of_the_study_is_refused_unread(make_study, settings, secret, name):
    folder = make_study("east").folder
    linked = folder / name
    linked.unlink(missing_ok=True)
    linked.symlink_to(secret)
    with pytest.raises(ProblemsFound) as caught:
        load_studies(settings)
    assert "nobody may read" not in str(caught.value)
    assert f"{folder.name}/{name}: The file lies outside the study folder" in str(caught.value)


def test_a_study_that_is_reached_through_a_link_as_a_whole_is_read(make_study, settings, tmp_path):
    folder = make_study("east").folder
    moved = folder.rename(tmp_path / "moved")
    folder.symlink_to(moved)
    assert len(load_studies(settings)) == 1
