-- Scored rows whose renormalised weights do not sum to 1: of all indicators in the index of P1, and
-- of the members of every group in one of the study's own design.
with
settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

rows_of_weights as (
    select
        study_code,
        unit_code,
        year,
        'index' as group_code,
        weight,
        1e-12 as tolerance
    from {{ ref('fct_index_contributions') }}
    where study_code not in (select settings.study_code from settings)
    union all
    -- these are rounded to twelve digits each
    select
        members.study_code,
        members.unit_code,
        members.year,
        members.group_code,
        members.weight,
        1e-10 as tolerance
    from {{ ref('fct_level_members') }} as members
    inner join {{ ref('fct_level_scores') }} as scores
        on
            members.study_code = scores.study_code
            and members.unit_code = scores.unit_code
            and members.year = scores.year
            and members.group_code = scores.group_code
    where scores.score is not null
)

select
    study_code,
    unit_code,
    year,
    group_code,
    sum(weight) as total
from rows_of_weights
group by study_code, unit_code, year, group_code, tolerance
having abs(sum(weight) - 1) > tolerance
