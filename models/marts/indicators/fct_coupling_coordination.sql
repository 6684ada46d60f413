{# Ten grades of a tenth each (Liao 1999). #}
{% set grade = messages([
    message('coupling.grade', by='grade_number', values=range(1, 11) | map('string') | list),
]) %}

with

dimension_scores as (
    select * from {{ ref('fct_dimension_scores') }}
),

members as (
    select * from {{ ref('fct_level_members') }}
    where group_code = 'index'
),

cells as (
    select * from {{ ref('fct_index_cells') }}
),

settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

-- the end of the scale of a study's own design: 100 where values lie between 1 and 100
scales as (
    select
        study_code,
        max(normalized_value) as scale_end
    from cells
    group by study_code
),

-- Subsystems: the dimensions of the index of P1, the last groups below an index of a study's own.
subsystems as (
    select
        dimension_scores.study_code,
        dimension_scores.unit_code,
        dimension_scores.year,
        dimension_scores.dimension_code as subsystem_code,
        dimension_scores.dimension_score as development
    from dimension_scores
    left join settings
        on dimension_scores.study_code = settings.study_code
    where settings.study_code is null and dimension_scores.dimension_score is not null
    union all
    select
        members.study_code,
        members.unit_code,
        members.year,
        members.member_code as subsystem_code,
        members.member_value / scales.scale_end as development
    from members
    inner join scales
        on members.study_code = scales.study_code
    where members.member_value is not null and scales.scale_end > 0
),

-- all subsystems together, and every two of them
combined as (
    select
        study_code,
        unit_code,
        year,
        'all' as subsystems_code,
        subsystem_code,
        development
    from subsystems
    union all
    select
        one.study_code,
        one.unit_code,
        one.year,
        least(one.subsystem_code, other.subsystem_code) || ' + '
        || greatest(one.subsystem_code, other.subsystem_code) as subsystems_code,
        one.subsystem_code,
        one.development
    from subsystems as one
    inner join subsystems as other
        on
            one.study_code = other.study_code
            and one.unit_code = other.unit_code
            and one.year = other.year
            and one.subsystem_code <> other.subsystem_code
),

measured as (
    select
        study_code,
        unit_code,
        year,
        subsystems_code,
        count(*) as n_subsystems,
        min(development) as least_development,
        max(development) as largest_development,
        {{ exact_sum('development') }} as total,
        {{ exact_sum('ln(greatest(development, 1e-300))') }} as total_log
    from combined
    group by study_code, unit_code, year, subsystems_code
    having count(*) > 1
),

distances as (
    select
        one.study_code,
        one.unit_code,
        one.year,
        one.subsystems_code,
        {{ exact_sum('abs(one.development - other.development)') }} as distance_total
    from combined as one
    inner join combined as other
        on
            one.study_code = other.study_code
            and one.unit_code = other.unit_code
            and one.year = other.year
            and one.subsystems_code = other.subsystems_code
            and one.subsystem_code < other.subsystem_code
    group by one.study_code, one.unit_code, one.year, one.subsystems_code
),

-- below 0 there is no degree; at 0 there is no coupling
coupled as (
    select
        measured.study_code,
        measured.unit_code,
        measured.year,
        measured.subsystems_code,
        measured.n_subsystems,
        measured.total / measured.n_subsystems as development,
        case
            when measured.least_development > 0
                then
                    measured.n_subsystems
                    * exp(measured.total_log / measured.n_subsystems) / measured.total
            when measured.least_development = 0 then 0e0
        end as coupling,
        case
            when measured.least_development > 0
                then sqrt(
                    (
                        1 - distances.distance_total
                        / (measured.n_subsystems * (measured.n_subsystems - 1) / 2e0)
                    ) * exp(
                        (
                            measured.total_log
                            - measured.n_subsystems * ln(measured.largest_development)
                        ) / (measured.n_subsystems - 1)
                    )
                )
            when measured.least_development = 0 then 0e0
        end as revised_coupling
    from measured
    inner join distances
        on
            measured.study_code = distances.study_code
            and measured.unit_code = distances.unit_code
            and measured.year = distances.year
            and measured.subsystems_code = distances.subsystems_code
),

-- rounding may leave a coupling a trace above 1
bounded as (
    select
        study_code,
        unit_code,
        year,
        subsystems_code,
        n_subsystems,
        development,
        case when coupling > 1 then 1e0 else coupling end as coupling,
        case when revised_coupling > 1 then 1e0 else revised_coupling end as revised_coupling
    from coupled
),

coordinated as (
    select
        *,
        sqrt(coupling * development) as coordination,
        sqrt(revised_coupling * development) as revised_coordination
    from bounded
),

graded as (
    select
        *,
        case
            when coordination >= 0.9 then 10
            when coordination is not null then 1 + floor(coordination * 10 + 1e-9)
        end::integer as grade_number
    from coordinated
),

spoken as (
    {{ with_words('graded', ['indicators']) }}
),

final as (
    select
        {{ contracted(grade_zh=told(grade, 'zh'), grade=told(grade, 'en')) }}
    from spoken
)

select * from final
