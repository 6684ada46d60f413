from wenmai.build.changed_studies import compute_changed_studies
from wenmai.networks.studies import measures_by_network


def model(dbt, session):
    # One run says several things about a network, and a model is one table: a row per network holds
    # them as lists of structs, which the marts unfold.
    dbt.config(materialized="table")
    inputs = {
        "links": dbt.ref("int_networks__measure_input"),
        "nodes": dbt.ref("int_networks__node_years"),
        "settings": dbt.ref("int_networks__networks"),
        "pairs": dbt.ref("int_networks__sensitivity_input"),
    }

    def compute(changed):
        return measures_by_network(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
