from wenmai.networks.studies import measures_by_network


def model(dbt, session):
    # One run says several things about a network, and a model is one table: a row per network holds
    # them as lists of structs, which the marts unfold.
    dbt.config(materialized="table")
    return measures_by_network(
        links=dbt.ref("int_networks__measure_input").df(),
        nodes=dbt.ref("int_networks__node_years").df(),
        settings=dbt.ref("int_networks__networks").df(),
        pairs=dbt.ref("int_networks__sensitivity_input").df(),
    )
