-- Sums over the units that report both: a unit without its part would pull the share down.
with

variables as (
    select * from {{ source('econometrics', 'study_variables') }}
    where formula_kind = 'location_quotient'
),

cells as (
    select * from {{ ref('int_econometrics__input_cells') }}
    where is_study_year
),

paired as (
    {% for basis in ('observed', 'imputed') %}
        select
            variables.study_code,
            variables.variable_code,
            part_cells.year,
            '{{ basis }}' as value_basis,
            part_cells.{{ basis }}_value as part_value,
            whole_cells.{{ basis }}_value as whole_value
        from variables
        inner join cells as part_cells
            on
                variables.study_code = part_cells.study_code
                and variables.first_input = part_cells.indicator_code
        inner join cells as whole_cells
            on
                part_cells.study_code = whole_cells.study_code
                and variables.second_input = whole_cells.indicator_code
                and part_cells.unit_code = whole_cells.unit_code
                and part_cells.year = whole_cells.year
        where
            part_cells.{{ basis }}_value is not null
            and whole_cells.{{ basis }}_value is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Divided by the largest first: exact_sum adds numbers of at most about a thousand.
scaled as (
    select
        study_code,
        variable_code,
        year,
        value_basis,
        part_value,
        whole_value,
        max(abs(part_value)) over same_year as part_scale,
        max(abs(whole_value)) over same_year as whole_scale
    from paired
    window same_year as (partition by study_code, variable_code, year, value_basis)
),

final as (
    select
        study_code,
        variable_code,
        year,
        value_basis,
        max(part_scale) * {{ exact_sum('part_value / nullif(part_scale, 0)') }}
        / nullif(
            max(whole_scale) * {{ exact_sum('whole_value / nullif(whole_scale, 0)') }}, 0
        ) as part_share
    from scaled
    group by study_code, variable_code, year, value_basis
)

select * from final
