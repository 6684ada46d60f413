"""Folders whose tables name countries, or units that no register knows."""

import pytest

from wenmai.inspect import inspect_file, inspect_folder
from wenmai.studies import load_studies
from wenmai.studies.reference import Reference

# half of these are codes of countries, too
STATES = [
    *("AL", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "ID", "IL", "IN", "IA"),
    *("KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE"),
]


@pytest.fixture
def drafted(tmp_path, project_dir):
    def draft(names, heading):
        folder = tmp_path / "landing" / "east"
        (folder / "tables").mkdir(parents=True)
        lines = [f'"{name}",{year},{n}.5' for n, name in enumerate(names) for year in (2019, 2020)]
        (folder / "tables" / "t.csv").write_text("\n".join([heading, *lines]), encoding="utf-8")
        draft = inspect_folder(folder, Reference(project_dir / "seeds"))
        for name, text in draft.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        (study,) = load_studies(folder.parent)
        return draft, study

    return draft


def test_a_panel_of_states_is_no_table_of_one_place(drafted):
    draft, study = drafted(STATES, "state,year,rate (%)")
    assert study.unit_codes == tuple(f"east.{code}" for code in sorted(STATES))
    assert "units.csv" in draft.files and "units: {table: units.csv}" in draft.files["study.yml"]
    assert any("25 units that no register knows" in str(said) for _, said in draft.understood)


def test_a_file_of_states_alone_names_its_column_of_units(drafted, tmp_path, project_dir):
    drafted(STATES, "state,year,rate (%)")
    table = tmp_path / "landing" / "east" / "tables" / "t.csv"
    draft = inspect_file(table, Reference(project_dir / "seeds"))
    assert "unit: {name: state}" in draft.yaml and "one place" not in str(draft.understood)
    assert any("25 units that no register knows: inspect" in str(one) for one in draft.doubts)


def test_countries_are_recognised(drafted):
    names = ["Switzerland", "Korea, Rep.", "China", "France"]
    draft, study = drafted(names, "Country,Year,rate (%)")
    assert study.unit_codes == ("CHE", "CHN", "FRA", "KOR")
    assert "units.csv" not in draft.files


def test_what_stands_down_a_table_of_indicators_is_no_unit(drafted, tmp_path, project_dir):
    folder = tmp_path / "landing" / "north"
    folder.mkdir(parents=True)
    names = ["Output", "Exports", "Tourists"]
    lines = [f"{name},{year},{n}" for n, name in enumerate(names) for year in (2019, 2020, 2021)]
    (folder / "t.csv").write_text("\n".join(["indicator,year,value", *lines]), encoding="utf-8")
    assert "units.csv" not in inspect_folder(folder, Reference(project_dir / "seeds")).files


NAMES = ["日本国", "大韩民国", "俄国", "马来西亚", "蒙古", "乙地区公司"]


@pytest.mark.parametrize(
    ("answer", "units", "places"),
    [
        (None, "", 0),
        ("own_units 研究自带的单元", "units: {table: units.csv}", 6),
        ("countries 国家", "kind: countries", 4),
    ],
)
def test_a_person_says_what_unknown_names_of_lines_are(
    tmp_path, project_dir, answer, units, places
):
    lines = [f"{name},{n}.5,{n}.7,{n}.8" for n, name in enumerate(NAMES)]
    text = "\n".join(["名称,1948,2019,2020", *lines])
    (tmp_path / "收入（万元）.csv").write_text(text, encoding="utf-8")
    key = ("收入（万元）.csv", "", "place", "")
    given = {key: answer} if answer else {}
    draft = inspect_folder(tmp_path, Reference(project_dir / "seeds"), given)
    (question,) = draft.interview.questions[:1]
    assert question.key == key and question.is_needed and "乙地区公司" in question.evidence
    assert [one.split()[0] for one in question.choices] == ["own_units", "countries", "中国"]
    if answer is None:
        # six lines of one place are not one quantity: nothing is drafted before it is answered
        assert draft.files == {}
        return
    assert units in draft.files["study.yml"] and "first: 1948" in draft.files["study.yml"]
    assert any(f"{places} places" in str(said) for _, said in draft.understood)
    assert ("units.csv" in draft.files) == (places == 6)


def test_lines_of_firms_are_asked_about_and_then_their_year(tmp_path, project_dir):
    lines = [f"{name},{n}5" for n, name in enumerate("甲乙丙丁戊己")]
    (tmp_path / "firms.csv").write_text(
        "\n".join(["企业,从业人员（人）", *lines]), encoding="utf-8"
    )
    reference = Reference(project_dir / "seeds")
    asked = inspect_folder(tmp_path, reference).interview.questions
    assert [one.kind for one in asked] == ["place"]
    draft = inspect_folder(tmp_path, reference, {asked[0].key: "own_units"})
    assert [one.kind for one in draft.interview.open()] == ["year"]
    assert draft.files["units.csv"].count("\n") == 7
