-- Networks and years in which nothing is linked_years.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

years as (
    select * from {{ ref('int_networks__years') }}
),

links as (
    select * from {{ ref('int_networks__links') }}
    where is_linked
),

linked_years as (
    select distinct
        study_code,
        network_code,
        year
    from links
),

dated as (
    select distinct
        study_code,
        network_code
    from years
),

empty_years as (
    select
        years.study_code,
        years.network_code,
        years.year,
        'empty_network' as finding_code,
        null::string as node,
        null::string as other_node,
        0 as n_records,
        null::string as detail
    from years
    left join linked_years
        on
            years.study_code = linked_years.study_code
            and years.network_code = linked_years.network_code
            and years.year = linked_years.year
    where linked_years.year is null
),

without_years as (
    select
        networks.study_code,
        networks.network_code,
        null::integer as year,
        'empty_network' as finding_code,
        null::string as node,
        null::string as other_node,
        0 as n_records,
        null::string as detail
    from networks
    left join dated
        on
            networks.study_code = dated.study_code
            and networks.network_code = dated.network_code
    where dated.network_code is null
),

final as (
    select * from empty_years
    union all
    select * from without_years
)

select * from final
