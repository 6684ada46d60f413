from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_people import preference_rows


def model(dbt, session):
    dbt.config(materialized="table")
    tastes = dbt.ref("int_consumers__known_tastes")
    inputs = {
        "before": tastes.filter("side = 'before'"),
        "after": tastes.filter("side = 'after'").order("study_code, person, first_at, category"),
    }

    def compute(changed):
        return preference_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
