{# What fct_indicator_coherence says of an indicator: one sentence per flag, or that it fits. #}
{% macro coherence_finding() -%}
    concat_ws(
        ' ',
        case when is_constant then 'The same in all cells: it tells no units apart.' end,
        case
            when is_zero_dominated
                then
                    'Zeros make its weight: ' || {{ pct('weight') }} || ' %, without them '
                    || {{ pct('loo_weight') }} || ' %.'
        end,
        case
            when is_against_dimension
                then
                    'Runs against its dimension (mean correlation '
                    || {{ decimals('mean_correlation') }} || '): is its direction right?'
        end,
        case
            when is_twin
                then
                    'Says nearly the same as ' || closest_indicator_code || ' (correlation '
                    || {{ decimals('closest_correlation') }} || '): it counts twice.'
        end,
        case
            when is_weight_uneven
                then
                    'Moves the index by ' || {{ pct('effective_weight') }}
                    || ' % where its weight is ' || {{ pct('weight') }} || ' %.'
        end,
        case
            when is_weakening_dimension
                then
                    'Its dimension holds together better without it (alpha '
                    || {{ decimals('alpha_without') }} || ' instead of '
                    || {{ decimals('alpha') }} || ').'
        end,
        case
            when
                not (is_constant or is_zero_dominated or is_against_dimension or is_twin)
                and not (is_weight_uneven or is_weakening_dimension)
                then
                    coalesce(
                        'Fits its dimension: mean correlation '
                        || {{ decimals('mean_correlation') }} || '.',
                        'Nothing to compare it with in its dimension.'
                    )
        end
    )
{%- endmacro %}

{% macro coherence_finding_zh() -%}
    concat_ws(
        '',
        case when is_constant then '所有观测值相同，无法区分各地。' end,
        case
            when is_zero_dominated
                then
                    '权重主要来自零值：' || {{ pct('weight') }} || '%，剔除零值后为'
                    || {{ pct('loo_weight') }} || '%。'
        end,
        case
            when is_against_dimension
                then
                    '与所属维度方向相反（平均相关系数' || {{ decimals('mean_correlation') }}
                    || '），请核对指标方向。'
        end,
        case
            when is_twin
                then
                    '与' || closest_indicator_code || '几乎重复（相关系数'
                    || {{ decimals('closest_correlation') }} || '），相当于计两次。'
        end,
        case
            when is_weight_uneven
                then
                    '实际影响为' || {{ pct('effective_weight') }} || '%，名义权重为'
                    || {{ pct('weight') }} || '%。'
        end,
        case
            when is_weakening_dimension
                then
                    '剔除后维度更一致（α由' || {{ decimals('alpha') }} || '升至'
                    || {{ decimals('alpha_without') }} || '）。'
        end,
        case
            when
                not (is_constant or is_zero_dominated or is_against_dimension or is_twin)
                and not (is_weight_uneven or is_weakening_dimension)
                then
                    coalesce(
                        '与所属维度一致：平均相关系数' || {{ decimals('mean_correlation') }} || '。',
                        '所属维度内没有可比较的指标。'
                    )
        end
    )
{%- endmacro %}

{# A share as per cent with one decimal, as text. #}
{% macro pct(share) -%}
    round(100 * {{ share }}, 1)::decimal(6, 1)
{%- endmacro %}

{# A number with two decimals, as text. #}
{% macro decimals(number) -%}
    round({{ number }}, 2)::decimal(8, 2)
{%- endmacro %}
