"""Folders whose tables name countries, or units that no register knows."""

import pytest

from wenmai.inspect import inspect_folder
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
