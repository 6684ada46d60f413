{# What to know about the sample of an estimated model, in Chinese: one sentence or several. #}
{% macro model_notes_zh(said) -%}
    {%- set n = '([0-9]+)' -%}
    {%- set notes = {
        n ~ ' rows of the sample are not used: a value is missing[.]':
            '样本中有@1行因缺值未使用。',
        'Left out, because a year is missing: ([^.]*)[.]': '因年份不全而剔除：@1。',
        n ~ ' clusters are few: clustered errors are then too small[.]':
            '只有@1个聚类，聚类标准误偏小。',
        n ~ ' of ' ~ n ~ ' unit-years with all variables stand apart from their unit.s longest'
            ~ ' stretch without a gap and were left out[.]':
            '变量齐全的@2个观测中，有@1个不在所属地区最长的连续年段内，已剔除。',
        n ~ ' units without a complete year were left out[.]':
            '@1个地区没有变量齐全的年份，已剔除。',
        'Lags were compared up to ' ~ n ~ ': the sample does not carry more[.]':
            '滞后阶数只比较到@1阶，样本不支持更多。',
        'Hansen.s J is left out: ' ~ n ~ ' instruments, ' ~ n ~ ' units[.]':
            '未报告Hansen J统计量：工具变量@1个，地区@2个。',
        n ~ ' rows leave ' ~ n ~ ' degrees of freedom beside ' ~ n ~ ' parameters of an equation:'
            ~ ' tests and intervals rest on little[.]':
            '每个方程@1行，估计@3个参数后剩余自由度@2：检验和区间的依据不足。',
        'The largest root is ([0-9.]*[0-9]): not stable, responses do not die out[.]':
            '最大特征根为@1：系统不稳定，脉冲响应不收敛。',
        n ~ ' of ' ~ n ~ ' replications could not be estimated[.]':
            '@2次重复抽样中有@1次未能估计。',
        n ~ ' of ' ~ n ~ ' replications could not be estimated, too many for intervals[.]':
            '@2次重复抽样中有@1次未能估计，过多而不给出区间。',
    } -%}
    {%- set said_zh = namespace(sql=said) -%}
    {%- for english, chinese in notes.items() -%}
        {%- set put = chinese | replace("@", "\\") -%}
        {%- set said_zh.sql = "regexp_replace(" ~ said_zh.sql ~ ", '" ~ english ~ " ?', '" ~ put
            ~ "', 'g')" -%}
    {%- endfor -%}
    {{- said_zh.sql -}}
{%- endmacro %}

{# Why a test of a regression could not be computed, in Chinese. #}
{% macro test_note_zh(said) -%}
    {{- in_chinese(said, {
        'no degree of freedom is left': '没有剩余自由度',
        'the model fits exactly': '模型完全拟合',
        'no unit has two years': '没有任何地区有两个年份',
        '([0-9]+) units are too few for random effects': '@1个地区不足以估计随机效应',
        'fixed effects cannot be estimated': '固定效应模型无法估计',
        'the difference of the covariances is not positive definite': '两个协方差矩阵之差不是正定矩阵',
        '([0-9]+) units are too few for ([0-9]+) slopes': '@1个地区不足以估计@2个斜率系数',
        'a regressor does not vary within or between units': '有解释变量在组内或组间没有变化',
    }) -}}
{%- endmacro %}
