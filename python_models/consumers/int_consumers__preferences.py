from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_people import preference_rows


def model(dbt, session):
    dbt.config(materialized="table")
    tastes = dbt.ref("int_consumers__known_tastes")
    inputs = {
        "before": tastes.filter("side = 'before'"),
        "after": tastes.filter("side = 'after'"),
    }

    def compute(changed):
        after = changed["after"].order("study_code, person, first_at, category")
        return preference_rows(before=changed["before"].df(), after=after.df())

    return compute_changed_studies(dbt, session, inputs, compute)
