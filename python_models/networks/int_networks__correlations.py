from wenmai.networks.comparisons import correlate_networks


def model(dbt, session):
    dbt.config(materialized="table")
    return correlate_networks(
        comparisons=dbt.ref("int_networks__comparisons").df(),
        links=dbt.ref("int_networks__links").df(),
        nodes=dbt.ref("int_networks__node_years").df(),
        networks=dbt.ref("int_networks__networks").df(),
    )
