from wenmai.build.changed_studies import compute_changed_studies
from wenmai.networks.comparisons import explain_networks


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "explanations": dbt.ref("int_networks__explanations"),
        "links": dbt.ref("int_networks__links"),
        "nodes": dbt.ref("int_networks__node_years"),
        "networks": dbt.ref("int_networks__networks"),
    }

    def compute(changed):
        return explain_networks(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
