-- Dates are read once per spelling: 2024-03-05, 2024/3/5, 20240305, 2024年3月5日, 二〇二四年三月五日,
-- and with less precision 2024年3月, 202403, 2024年, 2024; in the Minguo calendar 民國113年3月5日.
with
facts as (
    select * from {{ ref('int_text__document_facts') }}
),

spellings as (
    select distinct date_text from facts
),

plain as (
    select
        date_text,
        {{ date_misread_year('date_text') }} as likely_year,
        translate(
            {{ remove_space(half_width(
                "regexp_replace(date_text, '[T ][0-9]{1,2}:[0-9]{2}.*$', '')"
            )) }},
            '〇○零一二三四五六七八九', '000123456789'
        ) as digits
    from spellings
),

western as (
    select
        date_text,
        likely_year,
        {{ minguo_to_western('digits') }} as digits
    from plain
),

patterns as (
    select
        *,
        '^([0-9]{4})[-/.年]([0-9十]{1,3})[-/.月]([0-9十]{1,3})日?$' as day_pattern,
        '^([0-9]{4})([0-9]{2})([0-9]{2})$' as short_day_pattern,
        '^([0-9]{4})[-/.年]([0-9十]{1,3})月?$' as month_pattern,
        '^([0-9]{4})([0-9]{2})$' as short_month_pattern,
        '^([0-9]{4})([.]0+)?年?$' as year_pattern
    from western
),

-- of each part the first pattern that fits; a year first, because 2024.0 is no month
parts as (
    select
        date_text,
        likely_year,
        coalesce(
            nullif(regexp_extract(digits, year_pattern, 1), ''),
            nullif(regexp_extract(digits, day_pattern, 1), ''),
            nullif(regexp_extract(digits, short_day_pattern, 1), ''),
            nullif(regexp_extract(digits, month_pattern, 1), ''),
            nullif(regexp_extract(digits, short_month_pattern, 1), '')
        ) as year_part,
        case
            when regexp_extract(digits, year_pattern, 1) = ''
                then coalesce(
                    nullif(regexp_extract(digits, day_pattern, 2), ''),
                    nullif(regexp_extract(digits, short_day_pattern, 2), ''),
                    nullif(regexp_extract(digits, month_pattern, 2), ''),
                    nullif(regexp_extract(digits, short_month_pattern, 2), '')
                )
        end as month_part,
        coalesce(
            nullif(regexp_extract(digits, day_pattern, 3), ''),
            nullif(regexp_extract(digits, short_day_pattern, 3), '')
        ) as day_part
    from patterns
),

numbers as (
    select
        date_text,
        likely_year,
        year_part::integer as year,
        {{ number_with_ten('month_part') }} as month,
        {{ number_with_ten('day_part') }} as day,
        month_part is not null as has_month,
        day_part is not null as has_day
    from parts
),

checked as (
    select
        *,
        try_cast(
            year::string || '-' || lpad(coalesce(month, 1)::string, 2, '0') || '-'
            || lpad(coalesce(day, 1)::string, 2, '0') as date
        ) as first_day
    from numbers
),

final as (
    select
        date_text,
        case when first_day is not null and year between 1900 and 2100 then year end as year,
        case when has_day and year between 1900 and 2100 then first_day end as published_on,
        case
            when first_day is null or not year between 1900 and 2100 then null
            when has_day then 'day'
            when has_month then 'month'
            else 'year'
        end as date_precision,
        likely_year
    from checked
)

select * from final
