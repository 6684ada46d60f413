-- Type-7 quantiles at probabilities that differ between studies, exact and in bounded memory: one
-- scan keeps the values of the tails only. Where a mark has cut a tail too short for the ranks
-- asked for, or there is no mark, a second scan takes all values of that indicator.
with
imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

-- a name of its own: read under one name twice, DuckDB would first copy the whole panel
second_scan as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

marks as (
    select * from {{ ref('int_indicators__winsor_marks') }}
),

tails as (
    select
        marks.study_code,
        marks.indicator_code,
        count(cells.imputed_value) as n_values,
        {{ sorted_values('cells.imputed_value', 'cells.imputed_value <= marks.low_mark') }}
            as low_tail,
        {{ sorted_values('cells.imputed_value', 'cells.imputed_value >= marks.high_mark') }}
            as high_tail
    from imputed_values as cells
    inner join marks
        on
            cells.study_code = marks.study_code
            and cells.indicator_code = marks.indicator_code
    group by marks.study_code, marks.indicator_code
),

-- h of Hyndman and Fan: the quantile lies between the values of rank floor(h) + 1 and floor(h) + 2.
judged as (
    select
        tails.*,
        (tails.n_values - 1) * marks.winsor_lower as low_h,
        (tails.n_values - 1) * marks.winsor_upper as high_h,
        {{ array_length('tails.low_tail') }} < floor(low_h) + 2
        or {{ array_length('tails.high_tail') }} < tails.n_values - floor(high_h) as is_cut_short
    from tails
    inner join marks
        on
            tails.study_code = marks.study_code
            and tails.indicator_code = marks.indicator_code
    where tails.n_values > 0
),

whole as (
    select
        judged.study_code,
        judged.indicator_code,
        judged.n_values,
        judged.low_h,
        judged.high_h,
        {{ sorted_values('cells.imputed_value', 'cells.imputed_value is not null') }}
            as all_values
    from second_scan as cells
    inner join judged
        on
            cells.study_code = judged.study_code
            and cells.indicator_code = judged.indicator_code
    where judged.is_cut_short
    group by
        judged.study_code, judged.indicator_code, judged.n_values, judged.low_h, judged.high_h
),

ranked as (
    select
        study_code,
        indicator_code,
        n_values,
        low_h,
        high_h,
        low_tail,
        high_tail
    from judged
    where not is_cut_short
    union all
    select
        study_code,
        indicator_code,
        n_values,
        low_h,
        high_h,
        all_values as low_tail,
        all_values as high_tail
    from whole
),

-- The upper tail is read from its top, where its ranks are known; a single value is its own next.
neighbours as (
    select
        study_code,
        indicator_code,
        n_values,
        low_h - floor(low_h) as low_part,
        high_h - floor(high_h) as high_part,
        {{ array_item('low_tail', 'floor(low_h) + 1') }} as low_value,
        {{ array_item('low_tail', 'floor(low_h) + 2') }} as low_next,
        {{ array_item('high_tail', array_length('high_tail') ~ ' - n_values + floor(high_h) + 1') }}
            as high_value,
        {{ array_item('high_tail', array_length('high_tail') ~ ' - n_values + floor(high_h) + 2') }}
            as high_next
    from ranked
),

final as (
    select
        study_code,
        indicator_code,
        low_value + (coalesce(low_next, low_value) - low_value) * low_part as winsor_low,
        high_value + (coalesce(high_next, high_value) - high_value) * high_part as winsor_high
    from neighbours
)

select * from final
