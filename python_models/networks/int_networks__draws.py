from wenmai.build.changed_studies import compute_changed_studies
from wenmai.networks.studies import draws_by_network


def model(dbt, session):
    # Apart from int_networks__measures, for which paths wait: draws take longer than measures.
    dbt.config(materialized="table")
    inputs = {
        "links": dbt.ref("int_networks__measure_input"),
        "nodes": dbt.ref("int_networks__node_years"),
        "settings": dbt.ref("int_networks__networks"),
    }

    def compute(changed):
        return draws_by_network(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
