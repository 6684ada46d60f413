"""Whatever is wrong with one study.yml, the others are planned, and one sentence says it."""

import os
from types import SimpleNamespace

import pytest

from wenmai.errors import ProblemsFound
from wenmai.pipeline import planning
from wenmai.pipeline.planning import plan
from wenmai.studies.load import load_each


def unknown_key(study):
    study.replace("study.yml", "years:", "yeers: {}\nnames: {}\nyears:")


def bad_yaml(study):
    study.write("study.yml", "code: [east\n")


def no_text(study):
    study.write("study.yml", b"\xff\xfe\x00code")


def missing_file(study):
    (study.folder / "tables" / "values.csv").unlink()


def linked(study):
    (study.folder / "study.yml").unlink()
    (study.folder / "study.yml").symlink_to("/etc/passwd")


def pipe(study):
    (study.folder / "study.yml").unlink()
    os.mkfifo(study.folder / "study.yml")


def wrong_name(study):
    (study.folder / "study.yml").rename(study.folder / "study.yaml")


def no_rights(study):
    study.write("corrections.csv", "unit,year\n" * 3)


KINDS = {
    unknown_key: ("yeers (line 3)", "1 more problem: `wenmai check` lists all"),
    bad_yaml: ("east/study.yml: line",),
    no_text: ("The text is not UTF-8",),
    missing_file: ("no file", "values"),
    linked: ("lies outside the study folder",),
    pipe: ("but a folder, a pipe or a device",),
    wrong_name: ("Call it study.yml",),
    no_rights: ("corrections.csv",),
}


@pytest.mark.parametrize("spoil", KINDS, ids=lambda kind: kind.__name__)
def test_the_others_are_planned_and_one_sentence_says_why(make_study, settings, spoil):
    study, west = make_study("east"), make_study("west")
    west.replace("study.yml", "code: east", "code: west")
    spoil(study)
    planned = plan(settings)
    assert [one.code for one in planned.studies] == ["west"]
    (reason,) = planned.wrong.values()
    assert list(planned.wrong) == ["east"]
    for words in KINDS[spoil]:
        assert words.lower() in reason.lower()
    assert "\n" not in reason
    assert str(settings.home.parent) not in reason
    # it stays the same plan while it stays wrong, and is another one when it is mended
    assert plan(settings).fingerprint == planned.fingerprint
    assert planning.whole_fingerprint(settings, planned.studies) != planned.fingerprint


def test_when_all_are_wrong_everything_is_said_and_nothing_planned(make_study, settings):
    study = make_study("east")
    unknown_key(study)
    with pytest.raises(ProblemsFound) as caught:
        plan(settings)
    assert len(caught.value.problems) == 2


def test_of_two_studies_with_one_code_none_is_taken(make_study, settings):
    for name in ("east", "east_copy", "west"):
        make_study(name)
    west = make_study("west")
    west.replace("study.yml", "code: east", "code: west")
    studies, wrong = load_each(settings)
    assert [study.code for study in studies] == ["west"]
    assert [study.code for study in wrong] == ["east"]
    assert "belongs to landing/east/study.yml already" in wrong[0].reason


def test_what_a_check_does_not_foresee_is_the_fault_of_its_study_alone(
    make_study, settings, monkeypatch
):
    from wenmai.studies import load

    make_study("east")
    west = make_study("west")
    west.replace("study.yml", "code: east", "code: west")
    units = load.units_of

    def fail(config, *rest):
        if config.code == "east":
            raise ZeroDivisionError("of nothing")
        return units(config, *rest)

    monkeypatch.setattr(load, "units_of", fail)
    studies, (wrong,) = load_each(settings)
    assert [study.code for study in studies] == ["west"]
    assert wrong.reason == "east/study.yml: It cannot be read (ZeroDivisionError: of nothing)."


def test_a_published_study_keeps_its_code_when_its_file_cannot_be_read_or_is_gone(
    make_study, settings, monkeypatch
):
    """The folder's name is not the code: the last release knows it."""
    west = make_study("west")
    west.replace("study.yml", "code: east", "code: west")
    study = make_study("folder_of_east")
    release = SimpleNamespace(provenance={"study_folders": {"east": "folder_of_east"}})
    monkeypatch.setattr(planning, "current_release", lambda _: release)
    bad_yaml(study)
    assert list(plan(settings).wrong) == ["east"]
    (study.folder / "study.yml").unlink()
    assert plan(settings).wrong == {
        "east": "folder_of_east holds no study.yml any more. Put it back, or remove the folder."
    }
    for file in sorted(study.folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert plan(settings).wrong == {}
