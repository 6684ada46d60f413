from wenmai.build.changed_studies import compute_changed_studies
from wenmai.networks.comparisons import correlate_networks


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "comparisons": dbt.ref("int_networks__comparisons"),
        "links": dbt.ref("int_networks__links"),
        "nodes": dbt.ref("int_networks__node_years"),
        "networks": dbt.ref("int_networks__networks"),
    }

    def compute(changed):
        return correlate_networks(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
