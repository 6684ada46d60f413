"""What the build runs."""

from wenmai.build import run_dbt


def test_an_unused_domain_is_built_but_not_tested(own_warehouse):
    select = ["fct_index_sensitivity", "fct_corrections"]
    everything = run_dbt(own_warehouse.settings, select=select)
    spared = run_dbt(own_warehouse.settings, select=select, untested=["indicators"])
    tested = {node.name for node in everything.nodes if node.resource_type == "test"}
    left = {node.name for node in spared.nodes if node.resource_type == "test"}
    gone = {node.file for node in everything.nodes if node.name in tested - left}
    assert gone and all("indicators" in file for file in gone)
    assert left
    models = {node.name for node in spared.nodes if node.resource_type == "model"}
    assert models == set(select)
