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
