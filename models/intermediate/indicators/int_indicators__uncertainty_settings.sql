-- Draws times unit-years that a study costs without asking for it: seconds. Larger panels get fewer
-- draws, but 1,024 (a percentile is then sure to 0.7 points); the largest, which would take
-- gigabytes of memory, none, unless the study states a number.
{% set affordable = [16384, 8192, 4096, 2048] %}
{% set most_drawn = 33554432 %}
{% set least_draws = 1024 %}
-- A design of the study's own is computed once per combination of choices, not as one product.
{% set most_of_a_design = 2048 %}

with
studies as (
    select * from {{ ref('stg_config__studies') }}
),

uncertainty as (
    select * from {{ source('config', 'study_uncertainty') }}
),

unit_counts as (
    select
        study_code,
        count(*) as n_units
    from {{ source('config', 'study_units') }}
    group by study_code
),

year_counts as (
    select
        study_code,
        count(*) as n_years
    from {{ ref('stg_config__study_years') }}
    group by study_code
),

indicator_counts as (
    select
        study_code,
        count(*) as n_indicators
    from {{ ref('stg_config__study_indicators') }}
    where is_in_index
    group by study_code
),

sized as (
    select
        studies.study_code,
        studies.winsor_lower,
        studies.winsor_upper,
        studies.entropy_scope,
        studies.weight_cap,
        studies.min_observed_share,
        studies.design,
        uncertainty.draws as stated_draws,
        uncertainty.seed,
        uncertainty.leave_one_out as is_leaving_one_out,
        uncertainty.weight_concentration,
        unit_counts.n_units * year_counts.n_years as n_unit_years,
        indicator_counts.n_indicators
    from studies
    inner join uncertainty
        on studies.study_code = uncertainty.study_code
    inner join unit_counts
        on studies.study_code = unit_counts.study_code
    inner join year_counts
        on studies.study_code = year_counts.study_code
    -- a study of documents or networks alone has no index to doubt
    inner join indicator_counts
        on studies.study_code = indicator_counts.study_code
    where uncertainty.is_enabled
),

with_draws as (
    select
        study_code,
        winsor_lower,
        winsor_upper,
        entropy_scope,
        weight_cap,
        min_observed_share,
        design,
        seed,
        is_leaving_one_out,
        weight_concentration,
        case
            when stated_draws is not null then stated_draws
            when n_unit_years * n_indicators > {{ var('most_drawn_cells') }} then null
            when design is not null and n_unit_years * {{ most_of_a_design }} <= {{ most_drawn }}
                then {{ most_of_a_design }}
            {%- for draws in affordable %}
                when n_unit_years * {{ draws }} <= {{ most_drawn }} then {{ draws }}
            {%- endfor %}
            else {{ least_draws }}
        end as draws
    from sized
),

final as (
    select * from with_draws
    where draws is not null
)

select * from final
