{# What an accuracy of fct_path_evaluation means: where the labels come from, then what was kept
   from the forest. Reads the columns label_strategy and scheme_code. #}
{% macro path_accuracy_meaning() -%}
    concat_ws(
        ' ',
        case settings.label_strategy
            when 'expert'
                then 'Labels come from a file, not from what the forest reads.'
            when 'dominant_dimension'
                then
                    'Labels were computed from the same dimensions that the forest reads (the '
                    || 'largest one): the accuracy says how well the forest retraces that rule, '
                    || 'and is no evidence that the paths exist.'
            when 'cluster'
                then
                    'Labels are clusters of the same dimensions that the forest reads: the '
                    || 'accuracy says how well the forest retraces the clusters, and is no '
                    || 'evidence that the paths exist.'
        end,
        case evaluation.scheme_code
            when 'paper_split'
                then
                    'Other years of the same city were in training, so part of it is recognising '
                    || 'the city.'
            when 'out_of_bag'
                then
                    'The trees asked have not seen the city-year, but mostly other years of the '
                    || 'same city.'
            when 'grouped_by_unit'
                then
                    'No year of a tested city was in training: what to expect for a city that '
                    || 'the forest does not know.'
            when 'forward_in_time'
                then 'Only earlier years were in training: what to expect for the next years.'
            when 'new_samples' then 'The stored forest did not know these unit-years.'
            when 'baseline'
                then 'No forest at all: the commonest path of the training for everyone.'
            when 'persistence_baseline'
                then
                    'No forest at all: every city keeps its last known path. A forecast of paths '
                    || 'is worth something where it beats this.'
        end
    )
{%- endmacro %}

{% macro path_accuracy_meaning_zh() -%}
    concat_ws(
        '',
        case settings.label_strategy
            when 'expert' then '标签来自专家文件，与模型读取的特征无关。'
            when 'dominant_dimension'
                then '标签由模型读取的同一组维度计算（取最大维度）：准确率只说明模型能否复现该规则，不能证明路径存在。'
            when 'cluster'
                then '标签是同一组维度的聚类：准确率只说明模型能否复现聚类，不能证明路径存在。'
        end,
        case evaluation.scheme_code
            when 'paper_split' then '同一城市的其他年份参与了训练，准确率部分来自对城市本身的识别。'
            when 'out_of_bag' then '投票的树未见过该样本，但多见过同一城市的其他年份。'
            when 'grouped_by_unit' then '被测城市的任何年份均未参与训练：可视为对未知城市的预期。'
            when 'forward_in_time' then '仅以较早年份训练：可视为对未来年份的预期。'
            when 'new_samples' then '已保存模型未见过这些样本。'
            when 'baseline' then '不使用模型：一律判为训练样本中最常见的路径。'
            when 'persistence_baseline'
                then '不使用模型：各城市沿用最近一年的路径。路径预测须优于此基线才有价值。'
        end
    )
{%- endmacro %}

{# What sets a path apart (mart_path_comparison). #}
{% macro path_summary() -%}
    case
        when means.n_samples is null then 'No unit-year is on this path.'
        else concat_ws(
            ' ',
            'Rests on ' || lower(leading_names.name_en)
            || coalesce(': ' || path_features.leading_features_en, '') || '.',
            case
                when weakest.standardized_mean < 0
                    then
                        'Falls short in ' || lower(weakest_names.name_en)
                        || ', ' || {{ decimals('abs(weakest.standardized_mean)') }}
                        || ' standard deviations below the panel'
                        || coalesce(': ' || path_features.lacking_features_en, '') || '.'
                else 'Is below the panel in no dimension.'
            end
        )
    end
{%- endmacro %}

{% macro path_summary_zh() -%}
    case
        when means.n_samples is null then '没有样本属于该路径。'
        else concat_ws(
            '',
            '主要依托' || leading_names.name_zh
            || coalesce('：' || path_features.leading_features_zh, '') || '。',
            case
                when weakest.standardized_mean < 0
                    then
                        '短板在于' || weakest_names.name_zh
                        || '，低于样本均值' || {{ decimals('abs(weakest.standardized_mean)') }}
                        || '个标准差' || coalesce('：' || path_features.lacking_features_zh, '')
                        || '。'
                else '各维度均不低于样本均值。'
            end
        )
    end
{%- endmacro %}

{# Why a city is on its path (mart_path_explanations). #}
{% macro path_explanation() -%}
    concat_ws(
        ' ',
        units.unit_name_en || ' ' || assignments.year || ' is on the path '
        || lower(paths.name_en) || ': ' || assignments.votes || ' of ' || assignments.n_trees
        || ' trees say so (confidence ' || round(assignments.confidence, 3)::decimal(6, 3) || ').',
        'The votes rest on ' || strongest.first_phrase_en || ' ('
        || {{ signed('strongest.first_contribution') }} || ' of the vote share) and '
        || strongest.second_phrase_en || ' ('
        || {{ signed('strongest.second_contribution') }} || ').',
        case
            when nearest.path_code is null then 'No tree says anything else.'
            else
                'The nearest other path is ' || lower(nearest.name_en) || ' with '
                || assignments.second_votes || ' votes.'
        end,
        case
            when turns.dimension_code is null then 'No single dimension can turn it.'
            else
                'It would become ' || lower(turned.name_en) || ' if '
                || lower(turns.name_en)
                || case when turns.score_change > 0 then ' rose by ' else ' fell by ' end
                || {{ thousandths('abs(turns.score_change)') }} || ' to '
                || {{ thousandths('turns.target_score') }} || '.'
        end,
        case
            when assignments.is_training
                then 'The forest was trained on this unit-year: the votes are flattering.'
        end
    )
{%- endmacro %}

{% macro path_explanation_zh() -%}
    concat_ws(
        '',
        units.unit_name_zh || assignments.year || '年属于' || paths.name_zh || '：'
        || assignments.n_trees || '棵树中有' || assignments.votes || '棵如此判定（置信度'
        || round(assignments.confidence, 3)::decimal(6, 3) || '）。',
        '票数主要来自' || strongest.first_phrase_zh || '（对得票率贡献'
        || {{ signed('strongest.first_contribution') }} || '）和' || strongest.second_phrase_zh
        || '（' || {{ signed('strongest.second_contribution') }} || '）。',
        case
            when nearest.path_code is null then '没有一棵树作其他判定。'
            else '最接近的其他路径为' || nearest.name_zh || '，得' || assignments.second_votes || '票。'
        end,
        case
            when turns.dimension_code is null then '任一维度单独变化都不会改变路径。'
            else
                '若' || turns.name_zh
                || case when turns.score_change > 0 then '上升' else '下降' end
                || {{ thousandths('abs(turns.score_change)') }} || '至'
                || {{ thousandths('turns.target_score') }} || '，则转为' || turned.name_zh || '。'
        end,
        case when assignments.is_training then '该样本参与了训练，票数偏乐观。' end
    )
{%- endmacro %}

{# A number with its sign and two decimals, as text. #}
{% macro signed(number) -%}
    case when {{ number }} < 0 then '−' else '+' end || {{ decimals('abs(' ~ number ~ ')') }}
{%- endmacro %}

{# A number with three decimals, never less than 0.001 where it is more than nothing, as text. #}
{% macro thousandths(number) -%}
    greatest(round({{ number }}, 3), 0.001)::decimal(8, 3)
{%- endmacro %}
