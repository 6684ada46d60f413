{#
    What fct_indicator_coherence says of an indicator: one sentence per flag, or that it fits.

    language: 'en' or 'zh'. A name in braces stands for a number; where that is null, so is the
    sentence.
#}
{% macro coherence_finding(language) -%}
    {%- set flags = {
        'is_constant': {
            'en': 'The same in all cells: it tells no units apart.',
            'zh': '所有观测值相同，无法区分各地。',
        },
        'is_zero_dominated': {
            'en': 'Zeros make its weight: {weight} %, without them {loo_weight} %.',
            'zh': '权重主要来自零值：{weight}%，剔除零值后为{loo_weight}%。',
        },
        'is_against_dimension': {
            'en': 'Runs against its dimension (mean correlation {mean_correlation}): is its '
                ~ 'direction right?',
            'zh': '与所属维度方向相反（平均相关系数{mean_correlation}），请核对指标方向。',
        },
        'is_twin': {
            'en': 'Says nearly the same as {closest_indicator_code} (correlation '
                ~ '{closest_correlation}): it counts twice.',
            'zh': '与{closest_indicator_code}几乎重复（相关系数{closest_correlation}），相当于计两次。',
        },
        'is_weight_uneven': {
            'en': 'Moves the index by {effective_weight} % where its weight is {weight} %.',
            'zh': '实际影响为{effective_weight}%，名义权重为{weight}%。',
        },
        'is_weakening_dimension': {
            'en': 'Its dimension holds together better without it (alpha {alpha_without} instead '
                ~ 'of {alpha}).',
            'zh': '剔除后维度更一致（α由{alpha}升至{alpha_without}）。',
        },
    } -%}
    {%- set fits = {
        'en': 'Fits its dimension: mean correlation {mean_correlation}.',
        'zh': '与所属维度一致：平均相关系数{mean_correlation}。',
    } -%}
    {%- set alone = {
        'en': 'Nothing to compare it with in its dimension.',
        'zh': '所属维度内没有可比较的指标。',
    } -%}
    concat_ws(
        '{{ ' ' if language == 'en' else '' }}',
    {%- for flag, sentence in flags.items() %}
        case when {{ flag }} then {{ coherence_sentence(sentence[language]) }} end,
    {%- endfor %}
        case
            when not ({{ flags | join(' or ') }})
                then coalesce(
                    {{ coherence_sentence(fits[language]) }}, '{{ alone[language] }}'
                )
        end
    )
{%- endmacro %}

{# A sentence as SQL, with its numbers joined into it. #}
{% macro coherence_sentence(sentence) -%}
    {%- set numbers = {
        'weight': pct('weight'),
        'loo_weight': pct('loo_weight'),
        'effective_weight': pct('effective_weight'),
        'mean_correlation': decimals('mean_correlation'),
        'closest_correlation': decimals('closest_correlation'),
        'closest_indicator_code': 'closest_indicator_code',
        'alpha': decimals('alpha'),
        'alpha_without': decimals('alpha_without'),
    } -%}
    {%- set said = namespace(text="'" ~ sentence ~ "'") -%}
    {%- for name, number in numbers.items() -%}
        {%- set said.text = said.text.replace('{' ~ name ~ '}', "' || " ~ number ~ " || '") -%}
    {%- endfor -%}
    {{ said.text }}
{%- endmacro %}
