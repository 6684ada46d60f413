with

variables as (
    select * from {{ source('econometrics', 'study_variables') }}
),

cells as (
    select * from {{ ref('int_econometrics__input_cells') }}
),

study_cells as (
    select distinct
        study_code,
        unit_code,
        year
    from cells
    where is_study_year
),

region_units as (
    select * from {{ ref('int_econometrics__region_units') }}
),

location_totals as (
    select * from {{ ref('int_econometrics__location_totals') }}
),

-- The inputs of a variable beside each other; a lag or growth rate takes them from years before.
inputs as (
    select
        variables.study_code,
        variables.variable_code,
        variables.formula_kind,
        variables.exponent,
        study_cells.year between coalesce(variables.first_year, study_cells.year)
        and coalesce(variables.last_year, study_cells.year)
        and (variables.region_group_code is null or region_units.unit_code is not null)
            as is_marked,
        study_cells.unit_code,
        study_cells.year,
    {% for basis in ('observed', 'imputed') %}
        first_cells.{{ basis }}_value as {{ basis }}_first,
        second_cells.{{ basis }}_value as {{ basis }}_second,
        third_cells.{{ basis }}_value as {{ basis }}_third,
        total_cells.{{ basis }}_value as {{ basis }}_total,
        before_cells.{{ basis }}_value as {{ basis }}_before,
        {{ basis }}_totals.part_share as {{ basis }}_part_share{{ ',' if not loop.last }}
    {% endfor %}
    from variables
    inner join study_cells
        on variables.study_code = study_cells.study_code
    {% for role in ('first', 'second', 'third', 'total') %}
        left join cells as {{ role }}_cells
            on
                variables.study_code = {{ role }}_cells.study_code
                and variables.{{ role }}_input = {{ role }}_cells.indicator_code
                and study_cells.unit_code = {{ role }}_cells.unit_code
                and study_cells.year = {{ role }}_cells.year
    {% endfor %}
    left join region_units
        on
            variables.study_code = region_units.study_code
            and variables.region_group_code = region_units.region_group_code
            and study_cells.unit_code = region_units.unit_code
    left join cells as before_cells
        on
            variables.study_code = before_cells.study_code
            and variables.first_input = before_cells.indicator_code
            and study_cells.unit_code = before_cells.unit_code
            and study_cells.year = before_cells.year + variables.lag_years
    {% for basis in ('observed', 'imputed') %}
        left join location_totals as {{ basis }}_totals
            on
                variables.study_code = {{ basis }}_totals.study_code
                and variables.variable_code = {{ basis }}_totals.variable_code
                and study_cells.year = {{ basis }}_totals.year
                and {{ basis }}_totals.value_basis = '{{ basis }}'
    {% endfor %}
),

final as (
    select
        study_code,
        unit_code,
        year,
        variable_code,
    {% for basis in ('observed', 'imputed') %}
        {{ derived_value(basis) }} as {{ basis }}_value{{ ',' if not loop.last }}
    {% endfor %}
    from inputs
)

select * from final
