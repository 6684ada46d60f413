-- Units × years × indicators, no cell more and none less; what is missing is a row that says so.
with
cells as (
    select
        study_code,
        count(*) as n_cells
    from {{ ref('fct_indicator_values') }}
    group by study_code
),

studies as (
    select
        study_code,
        n_units * n_indicators * (last_year - first_year + 1) as n_cells
    from {{ ref('dim_studies') }}
)

select
    studies.study_code,
    studies.n_cells as n_expected,
    cells.n_cells as n_found
from studies
left join cells
    on studies.study_code = cells.study_code
where studies.n_cells != coalesce(cells.n_cells, 0)
