"""The registry in Python and the models in SQL follow one rule; here they meet on the demo."""

import pytest

from wenmai.reference import UnitRegistry

LABELS = """
    select
        labels.unit_name, labels.unit_code_text, labels.within_name, labels.year,
        labels.unit_level, resolutions.unit_code, resolutions.unit_status,
        resolutions.is_code_disagreeing
    from intermediate.int_indicators__unit_labels as labels
    inner join intermediate.int_indicators__unit_resolutions as resolutions using (label_id)
"""


@pytest.fixture(scope="module")
def registry(project_dir) -> UnitRegistry:
    return UnitRegistry.load(project_dir / "seeds")


def test_every_label_of_the_demo_means_the_same_unit_in_sql_and_python(demo_warehouse, registry):
    labels = demo_warehouse.build_rows(LABELS)
    assert labels
    different = []
    for name, code, within, year, level, unit_code, status, disagrees in labels:
        found = registry.resolve(
            name, level=level, within=within or None, year=year, code=code or None
        )
        # several units outside the study are one answer in SQL: out of scope
        if status == "out_of_scope" and unit_code is None:
            same = len(found.candidates) > 1
        else:
            same = (found.unit_code, found.code_disagrees) == (unit_code, disagrees)
        if not same:
            different.append((name, code, within, year, unit_code, status, found))
    assert not different


def test_a_name_nobody_bears_is_unknown_in_both(demo_warehouse, registry):
    unknown = demo_warehouse.build_rows(f"{LABELS} where unit_status = 'unknown'")
    assert all(
        registry.resolve(name, level=level, code=code or None).status == "unit_unknown"
        for name, code, _, _, level, *_ in unknown
    )
