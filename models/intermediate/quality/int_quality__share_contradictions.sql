-- A share of the whole study is the mean of the shares of its provinces, each counting with its
-- units. Checked where a paper prints every province of the study.
with

published_results as (
    select * from {{ ref('published_results') }}
    where statistic = 'path_share'
),

study_units as (
    select * from {{ ref('stg_config__study_units') }}
),

administrative_units as (
    select * from {{ ref('administrative_units') }}
),

provinces as (
    select
        study_units.study_code,
        administrative_units.province_code,
        count(*) as n_units,
        count(*) over (partition by study_units.study_code) as n_provinces
    from study_units
    inner join administrative_units
        on study_units.unit_code = administrative_units.unit_code
    group by study_units.study_code, administrative_units.province_code
),

implied as (
    select
        published_results.paper,
        published_results.study_code,
        published_results.item_code,
        sum(published_results.value * provinces.n_units) / sum(provinces.n_units) as implied_value,
        max(power(1e1, -published_results.decimals)) as last_digit
    from published_results
    inner join provinces
        on
            published_results.study_code = provinces.study_code
            and published_results.unit_code = provinces.province_code
    group by published_results.paper, published_results.study_code, published_results.item_code
    having count(*) = max(provinces.n_provinces)
),

final as (
    select
        published_results.paper,
        published_results.table_or_figure,
        published_results.row_label,
        published_results.column_label,
        published_results.statistic,
        'the shares of the provinces give ' || round(implied.implied_value, 2)
        || ' for the whole study' as contradiction,
        '按各省份额推算，全部样本应为' || round(implied.implied_value, 2) as contradiction_zh
    from published_results
    inner join implied
        on
            published_results.paper = implied.paper
            and published_results.study_code = implied.study_code
            and published_results.item_code = implied.item_code
    where
        published_results.unit_code is null
        and abs(published_results.value - implied.implied_value) > implied.last_digit
)

select * from final
