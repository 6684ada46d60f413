{# Why a printed number has the status that it has. #}
{% set reason = messages([
    message('published.reproduced', {'tolerance': 'tolerance'}, when="status = 'reproduced'"),
    message('published.own_contradicted', {'difference': 'difference_text'},
        when="status = 'source inconsistent' and own_value is not null and value is not null"),
    message('published.contradicted', when="status = 'source inconsistent' and "
        ~ "(own_value is null or value is null)"),
    message('published.not_computable', when="status = 'not computable'"),
    message('published.in_words', {'own': 'own_text'}, when="status = 'stated in words'"),
    message('published.same_direction', {'difference': 'difference_text'},
        when="status = 'same direction'"),
    message('published.different', {'difference': 'difference_text'}, when="status = 'different'"),
    message('published.synthetic',
        when="status in ('same direction', 'different') and is_synthetic"),
]) %}
{% set status = messages([message('comparison.status', by="replace(status, ' ', '_')", values=[
    'reproduced', 'source_inconsistent', 'not_computable', 'stated_in_words', 'same_direction',
    'different'
])]) %}

with

published_results as (
    select
        *,
        paper || '/' || table_or_figure || '/' || statistic as printed_list,
        case
            when year is not null then coalesce(unit_code, '') || '/' || coalesce(item_code, '')
        end as compared_within
    from {{ ref('published_results') }}
),

own_results as (
    select * from {{ ref('int_quality__own_results') }}
),

contradictions as (
    select * from {{ ref('int_quality__published_contradictions') }}
),

measure_units as (
    select * from {{ ref('measure_units') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

paired as (
    select
        published_results.*,
        studies.is_synthetic,
        contradictions.contradiction,
        contradictions.contradiction_zh,
        own_results.own_value
        * case
            when own_results.measure_unit is null then 1
            when own_units.quantity = printed_units.quantity
                then own_units.factor / printed_units.factor
        end as own_value,
        -- half a unit of the last digit printed: what rounding explains
        0.5 * power(1e1, -published_results.decimals) as tolerance
    from published_results
    left join own_results
        on
            published_results.study_code = own_results.study_code
            and published_results.statistic = own_results.statistic
            and coalesce(published_results.unit_code, '') = coalesce(own_results.unit_code, '')
            and coalesce(published_results.year, 0) = coalesce(own_results.year, 0)
            and coalesce(published_results.item_code, '') = coalesce(own_results.item_code, '')
    left join measure_units as own_units
        on own_results.measure_unit = own_units.measure_unit
    left join measure_units as printed_units
        on published_results.measure_unit = printed_units.measure_unit
    left join contradictions
        on
            published_results.paper = contradictions.paper
            and published_results.table_or_figure = contradictions.table_or_figure
            and published_results.row_label = contradictions.row_label
            and published_results.column_label = contradictions.column_label
            and published_results.statistic = contradictions.statistic
    left join studies
        on published_results.study_code = studies.study_code
),

-- Direction: against the mean of the same series where years are printed, else against the mean
-- of the numbers printed beside it.
anchored as (
    select
        *,
        avg(value) over (partition by printed_list, compared_within) as printed_anchor,
        avg(own_value) over (partition by printed_list, compared_within) as own_anchor
    from paired
),

judged as (
    select
        *,
        case
            when abs(own_value - value) <= tolerance * (1 + 1e-9) then 'reproduced'
            when contradiction is not null then 'source inconsistent'
            when own_value is null then 'not computable'
            when value is null then 'stated in words'
            when (own_value - own_anchor) * (value - printed_anchor) > 0 then 'same direction'
            else 'different'
        end as status,
        -- two digits more than are printed
        {{ round_to('own_value - value', 'coalesce(decimals, 0) + 2') }} as difference_text,
        {{ round_to('own_value', 'coalesce(decimals, 3)') }} as own_text
    from anchored
),

spoken as (
    {{ with_words('judged', ['quality']) }}
),

final as (
    select
        paper::string as paper,
        table_or_figure::string as table_or_figure,
        row_label::string as row_label,
        column_label::string as column_label,
        statistic::string as statistic,
        study_code::string as study_code,
        unit_code::string as unit_code,
        year::integer as year,
        item_code::string as item_code,
        measure_unit::string as measure_unit,
        value::double as published_value,
        own_value::double as own_value,
        (own_value - value)::double as difference,
        tolerance::double as tolerance,
        status::string as status,
        {{ told(status, 'zh') }}::string as status_zh,
        {{ told(reason, 'en') }}::string as reason,
        {{ told(reason, 'zh') }}::string as reason_zh,
        contradiction::string as contradiction,
        contradiction_zh::string as contradiction_zh,
        is_synthetic::boolean as is_synthetic
    from spoken
)

select * from final
