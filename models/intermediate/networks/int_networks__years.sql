-- The years of every network: those that the study states, of a table of links without such a
-- statement those that it holds. A year that nobody names is no network without links.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

named_years as (
    select distinct
        study_code,
        network_code,
        year
    from {{ ref('int_networks__link_records') }}
    where quarantine_reason is null and not is_out_of_scope and is_network_year
),

periods as (
    select
        study_code,
        network_code,
        min(year) as first_year,
        max(year) as last_year
    from named_years
    group by study_code, network_code
),

spans as (
    select
        networks.study_code,
        networks.network_code,
        case
            when networks.network_kind = 'gravity'
                then coalesce(networks.first_year, studies.first_year)
            else coalesce(networks.stated_year, networks.first_year, periods.first_year)
        end as first_year,
        case
            when networks.network_kind = 'gravity'
                then coalesce(networks.last_year, studies.last_year)
            else coalesce(networks.stated_year, networks.last_year, periods.last_year)
        end as last_year,
        networks.network_kind = 'gravity'
        or coalesce(networks.stated_year, networks.first_year, networks.last_year) is not null
            as is_stated
    from networks
    inner join studies
        on networks.study_code = studies.study_code
    left join periods
        on
            networks.study_code = periods.study_code
            and networks.network_code = periods.network_code
),

final as (
    select
        spans.study_code,
        spans.network_code,
        study_years.year
    from spans
    inner join study_years
        on
            spans.study_code = study_years.study_code
            and study_years.year between spans.first_year and spans.last_year
    left join named_years
        on
            spans.study_code = named_years.study_code
            and spans.network_code = named_years.network_code
            and study_years.year = named_years.year
    where spans.is_stated or named_years.year is not null
)

select * from final
