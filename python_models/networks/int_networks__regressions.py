from wenmai.networks.comparisons import explain_networks


def model(dbt, session):
    dbt.config(materialized="table")
    return explain_networks(
        explanations=dbt.ref("int_networks__explanations").df(),
        links=dbt.ref("int_networks__links").df(),
        nodes=dbt.ref("int_networks__node_years").df(),
        networks=dbt.ref("int_networks__networks").df(),
    )
