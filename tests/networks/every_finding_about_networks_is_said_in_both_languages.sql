-- A message whose sentence is missing shows its code.
select
    study_code,
    network_code,
    finding_number
from {{ ref('fct_network_findings') }}
where
    finding is null
    or finding_zh is null
    or way_out is null
    or way_out_zh is null
    or starts_with(finding, 'network_findings.')
    or starts_with(way_out, 'network_ways_out.')
