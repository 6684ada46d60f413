{# Sentences about estimated models. #}

{% macro term_finding(language) -%}
    {%- set regressor = 'regressor_name_' ~ language -%}
    {%- set dependent = 'dependent_name_' ~ language -%}
    {%- if language == 'en' -%}
        case
            when term_code = 'constant' then null
            when term_code = 'spatial_lag'
                then
                    'The neighbours'' ' || {{ dependent }} || ' enters with '
                    || {{ readable('coefficient') }} || ', ' || level_text_en || '.'
            when term_code = 'spatial_error'
                then
                    'The neighbours'' errors enter with ' || {{ readable('coefficient') }} || ', '
                    || level_text_en || '.'
            else
                case when is_logged then '1 % more ' else 'One more unit of ' end
                || {{ regressor }}
                || case effect_type
                    when 'direct' then ' in a unit'
                    when 'indirect' then ' in all other units'
                    when 'total' then ' in all units'
                    else ''
                end || ' goes with ' || {{ readable('abs(coefficient)') }}
                || case when is_dependent_logged and is_logged then ' %' else '' end
                || case when coefficient < 0 then ' less ' else ' more ' end
                || case when is_dependent_logged and not is_logged then 'ln ' else '' end
                || {{ dependent }}
                || case when not is_dependent_logged and is_logged then ' per 100 %' else '' end
                || case when effect_type = 'coefficient' then ', ' else ' in the unit, ' end
                || level_text_en || '.'
        end
    {%- else -%}
        case
            when term_code = 'constant' then null
            when term_code = 'spatial_lag'
                then
                    '相邻单元的' || {{ dependent }} || '的系数为' || {{ readable('coefficient') }}
                    || '，' || level_text_zh || '。'
            when term_code = 'spatial_error'
                then '误差的空间相关系数为' || {{ readable('coefficient') }} || '，' || level_text_zh || '。'
            else
                case effect_type
                    when 'direct' then '本地'
                    when 'indirect' then '其他各地'
                    when 'total' then '各地'
                    else ''
                end
                || {{ regressor }} || case when is_logged then '每增加1%，' else '每增加一个单位，' end
                || case when effect_type = 'coefficient' then '' else '本地' end
                || case when is_dependent_logged and not is_logged then 'ln ' else '' end
                || {{ dependent }} || case when coefficient < 0 then '相应减少' else '相应增加' end
                || {{ readable('abs(coefficient)') }}
                || case
                    when is_dependent_logged and is_logged then '%'
                    when not is_dependent_logged and is_logged then '（按100%计）'
                    else ''
                end || '，' || level_text_zh || '。'
        end
    {%- endif -%}
{%- endmacro %}

{# A term of a regression by the name of its variable. #}
{% macro term_name(language) -%}
    {%- set place = 0 if language == 'en' else 1 -%}
    case term_code
        when 'constant' then '{{ ('Constant', '常数项')[place] }}'
        when 'spatial_lag' then '{{ ('Spatial lag (ρ)', '空间滞后项（ρ）')[place] }}'
        when 'spatial_error' then '{{ ('Spatial error (λ)', '空间误差项（λ）')[place] }}'
        else
            case when is_logged then 'ln ' else '' end
            || coalesce(regressor_name_{{ language }}, term_code)
    end
{%- endmacro %}

{# From which level on a p-value is significant. #}
{% macro significance(p_value, language) -%}
    {%- set before = 'significant at ' if language == 'en' else '在' -%}
    {%- set after = ' %' if language == 'en' else '%水平上显著' -%}
    {%- set no_level = 'not significant' if language == 'en' else '不显著' -%}
    case
        {% for level in (1, 5, 10) %}
            when {{ p_value }} < {{ level / 100 }}
                then '{{ before }}{{ level }}{{ after }}'
        {% endfor %}
        else '{{ no_level }}'
    end
{%- endmacro %}

{# What every test rejects, and what to do then: code, rejected (en, zh), not rejected (en, zh). #}
{% macro test_sentences() -%}
{{ return({
    'hausman': [
        'Unit effects go with the regressors: fixed effects.', '个体效应与解释变量相关：应采用固定效应。',
        'Nothing speaks against random effects.', '没有证据反对随机效应。'],
    'mundlak': [
        'Unit effects go with the regressors: fixed effects.', '个体效应与解释变量相关：应采用固定效应。',
        'Nothing speaks against random effects.', '没有证据反对随机效应。'],
    'f_unit_effects': [
        'Units differ: pooling is wrong.', '个体间存在差异：混合回归不合适。',
        'Nothing speaks against pooling the units.', '没有证据反对混合各个体。'],
    'f_time_effects': [
        'Years differ beyond the regressors.', '年份间存在差异：应保留时间效应。',
        'Nothing speaks against leaving the year effects out.', '没有证据支持时间效应。'],
    'breusch_pagan_lm': [
        'Unit effects vary: pooling is wrong.', '存在随机的个体效应：混合回归不合适。',
        'Nothing speaks against pooling the units.', '没有证据反对混合各个体。'],
    'pesaran_cd': [
        'Residuals of units are correlated: Driscoll–Kraay errors, or year effects where there are none.',
        '个体残差截面相关：宜用Driscoll–Kraay标准误，或加入时间效应。',
        'Nothing speaks for dependence between units.', '没有截面相关的证据。'],
    'lm_lag': [
        'The model without space leaves out a spatial lag.', '缺少空间滞后项。',
        'Nothing speaks for a spatial lag.', '没有证据支持空间滞后项。'],
    'lm_error': [
        'The errors of the model without space are spatially correlated.', '误差存在空间相关。',
        'Nothing speaks for spatially correlated errors.', '没有误差空间相关的证据。'],
    'robust_lm_lag': [
        'A spatial lag is missing, also when the errors are correlated.', '即使考虑误差相关，仍缺少空间滞后项。',
        'Nothing speaks for a spatial lag beside correlated errors.', '考虑误差相关后，没有证据支持空间滞后项。'],
    'robust_lm_error': [
        'The errors are spatially correlated, also with a spatial lag.', '即使加入空间滞后项，误差仍存在空间相关。',
        'Nothing speaks for correlated errors beside a spatial lag.', '加入空间滞后项后，没有误差相关的证据。'],
}) }}
{%- endmacro %}

{% macro test_finding(language) -%}
    {%- set place = 0 if language == 'en' else 1 -%}
    {%- set said = 'note' if language == 'en' else test_note_zh('note') -%}
    {%- set before = 'Not tested: ' if language == 'en' else '未能检验（' -%}
    {%- set after = '.' if language == 'en' else '）。' -%}
    case
        {% for code, sentences in test_sentences().items() %}
            when test_code = '{{ code }}' and p_value < 0.05 then '{{ sentences[place] }}'
            when test_code = '{{ code }}' and p_value >= 0.05 then '{{ sentences[place + 2] }}'
        {% endfor %}
        else '{{ before }}' || {{ said }} || '{{ after }}'
    end
{%- endmacro %}

{% macro moran_finding(language) -%}
    {%- if language == 'en' -%}
        case
            when status <> 'estimated' then null
            when p_value >= 0.05 and permutation_p >= 0.05
                then 'No sign that neighbours are alike or unlike.'
            when p_value >= 0.05 or permutation_p >= 0.05
                then 'A weak sign that neighbours are '
            else 'Neighbours are '
        end
        || case
            when p_value >= 0.05 and permutation_p >= 0.05 then ''
            when morans_i > expected_i then 'alike.'
            else 'unlike.'
        end
    {%- else -%}
        case
            when status <> 'estimated' then null
            when p_value >= 0.05 and permutation_p >= 0.05 then '没有空间自相关的迹象。'
            when p_value >= 0.05 or permutation_p >= 0.05 then '有较弱的空间'
            else '存在显著的空间'
        end
        || case
            when p_value >= 0.05 and permutation_p >= 0.05 then ''
            when morans_i > expected_i then '正相关。'
            else '负相关。'
        end
    {%- endif -%}
{%- endmacro %}
