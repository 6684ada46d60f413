-- Whole rows of a file that stand one line too high or too low against their names: of all cells
-- between the first and the last odd one most fit the neighbour better than their own unit.
with
causes as (
    select * from {{ ref('int_quality__spike_causes') }}
    where cause_code = 'shifted_rows'
),

judged_changes as (
    select
        *,
        neighbour_mean + usual_bend as expected_x
    from {{ ref('int_quality__judged_changes') }}
    where neighbour_mean is not null
),

observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
),

ordered_units as (
    select
        study_code,
        unit_code,
        row_number() over (partition by study_code order by unit_code) as place
    from {{ source('config', 'study_units') }}
),

odd_cells as (
    select
        causes.study_code,
        causes.unit_code,
        causes.year,
        causes.indicator_code,
        causes.place,
        causes.shift,
        observed_values.source_file
    from causes
    inner join observed_values
        on
            causes.study_code = observed_values.study_code
            and causes.unit_code = observed_values.unit_code
            and causes.year = observed_values.year
            and causes.indicator_code = observed_values.indicator_code
),

spans as (
    select
        study_code,
        year,
        source_file,
        shift,
        indicator_code,
        min(place) as first_place,
        max(place) as last_place
    from odd_cells
    group by study_code, year, source_file, shift, indicator_code
),

cells_of_spans as (
    select
        spans.*,
        abs(own.x - other.expected_x) < abs(own.x - own.expected_x) as is_fitting
    from spans
    inner join ordered_units as places
        on
            spans.study_code = places.study_code
            and places.place between spans.first_place and spans.last_place
    inner join ordered_units as neighbours
        on
            places.study_code = neighbours.study_code
            and places.place + spans.shift = neighbours.place
    inner join judged_changes as own
        on
            spans.study_code = own.study_code
            and places.unit_code = own.unit_code
            and spans.year = own.year
            and spans.indicator_code = own.indicator_code
    inner join judged_changes as other
        on
            own.study_code = other.study_code
            and neighbours.unit_code = other.unit_code
            and own.year = other.year
            and own.indicator_code = other.indicator_code
),

fitting_spans as (
    select
        study_code,
        year,
        source_file,
        shift,
        case when count(distinct indicator_code) = 1 then min(indicator_code) else '*' end
            as question_indicator_code,
        count(*) as n_cells,
        count(*) filter (where is_fitting) as n_fitting
    from cells_of_spans
    group by study_code, year, source_file, shift
    having count(*) filter (where is_fitting) > 0.5 * count(*)
),

questions as (
    select * from fitting_spans
    qualify
        row_number() over (
            partition by study_code, year, question_indicator_code
            order by n_fitting desc, source_file asc, shift asc
        ) = 1
),

final as (
    select
        odd_cells.study_code,
        odd_cells.unit_code,
        odd_cells.year,
        odd_cells.indicator_code,
        odd_cells.place,
        odd_cells.shift,
        odd_cells.source_file,
        questions.question_indicator_code,
        questions.n_cells::integer as n_cells,
        questions.n_fitting::integer as n_fitting
    from odd_cells
    inner join questions
        on
            odd_cells.study_code = questions.study_code
            and odd_cells.year = questions.year
            and odd_cells.source_file = questions.source_file
            and odd_cells.shift = questions.shift
)

select * from final
