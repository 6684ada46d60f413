{#
    Why a model could not be estimated, in Chinese. Variables and units stand as the English
    sentence names them.
#}
{% macro model_reason_zh(said) -%}
    {%- set n = '([0-9]+)' -%}
    {%- set refusals = {
        'The sample has no row: no unit or year fits it[.]': '样本为空：没有符合条件的地区或年份。',
        'No value of (.*) lies in the sample[.]': '样本中没有@1的观测值。',
        'No row of the sample has all variables: their observed years do not overlap[.]':
            '样本中没有变量齐全的观测：各变量的观测年份不重叠。',
        '([^ ]+) has no logarithm in ' ~ n ~ ' of ' ~ n ~ ' rows [(]zero or negative: (.*)[)][.]'
            ~ ' Take it out of logs, or those rows out of the sample[.]':
            '@1在@3行中有@2行为零或负值，不能取对数（@4）。请不取对数，或从样本中剔除这些行。',
        '([^ ]+) has no logarithm [(]zero or negative[)] in (.*)[.]':
            '@1为零或负值，不能取对数：@2。',
        n ~ ' observations [(]' ~ n ~ ' rows lack a value[)] are too few for ' ~ n ~ ' parameters[.]':
            '@1个观测（另有@2行缺值）不足以估计@3个参数。',
        n ~ ' units [(]' ~ n ~ ' rows lack a value[)] are too few for ' ~ n ~ ' parameters[.]':
            '@1个地区（另有@2行缺值）不足以估计@3个参数。',
        n ~ ' observations are too few for ' ~ n ~ ' parameters[.]': '@1个观测不足以估计@2个参数。',
        n ~ ' units are too few for ' ~ n ~ ' parameters[.]': '@1个地区不足以估计@2个参数。',
        'Random effects need more units than the ' ~ n ~ ' coefficients: the variance between units'
            ~ ' is estimated from ' ~ n ~ ' unit means[.]':
            '随机效应模型的地区数须多于系数个数（@1个）：组间方差仅由@2个地区均值估计。',
        n ~ ' observations of ' ~ n ~ ' units leave nothing to estimate the variance within units from[.]':
            '@2个地区的@1个观测不足以估计组内方差。',
        '([^ ]+) is constant over the ' ~ n ~ ' rows of the sample[.]': '@1在样本的@2行中为常数。',
        '([^ ]+) is an exact linear combination of (.*)[.] Leave one of them out[.]':
            '@1是@2的线性组合，存在完全共线性。请剔除其中一个变量。',
        'The estimation failed: (.*)': '估计失败（英文信息）：@1',
        'The region group (.*) has no unit: its network gives none of its roles[.]':
            '区域组@1没有地区：其网络中没有相应角色的节点。',
        'Spatial weights need three units or more, the sample has ' ~ n ~ '[.]':
            '空间权重至少需要3个地区，样本只有@1个。',
        'The weights join no two units of the sample[.]': '该空间权重未连接样本中的任何两个地区。',
        'The register has no coordinates of (.*)[.]': '行政区划表中缺少坐标：@1。',
        '([^ ]+) and ([^ ]+) have the same coordinates[.]': '@1与@2的坐标相同。',
        n ~ ' units have no ' ~ n ~ ' neighbours each[.]': '@1个地区无法各取@2个相邻地区。',
        'All units have the same value[.]': '所有地区的值相同。',
        'A spatial panel needs units with all ' ~ n ~ ' years; ' ~ n ~ ' of ' ~ n ~ ' have them[.]':
            '空间面板要求地区的@1个年份齐全，@3个地区中有@2个齐全。',
        'No neighbour by these weights: (.*)[.]': '按该空间权重没有相邻地区：@1。',
        'The likelihood has no maximum inside its bounds[.]': '似然函数在参数范围内没有极大值。',
        n ~ ' observations of ' ~ n ~ ' units? do not carry ' ~ n ~ ' lags? of ' ~ n ~ ' variables,'
            ~ ' they allow not even one: take fewer lags or variables, or add years[.]':
            '@2个地区的@1个观测不足以支持@4个变量的@3阶滞后，连1阶也不能。请减少滞后阶数或变量，或增加年份。',
        n ~ ' observations of ' ~ n ~ ' units? do not carry ' ~ n ~ ' lags? of ' ~ n ~ ' variables,'
            ~ ' they allow at most ' ~ n ~ ': take fewer lags or variables, or add years[.]':
            '@2个地区的@1个观测不足以支持@4个变量的@3阶滞后，最多@5阶。请减少滞后阶数或变量，或增加年份。',
        n ~ ' instrument lags are fewer than the ' ~ n ~ ' lags of the VAR: write at least as many[.]':
            '工具变量的滞后阶数（@1）少于VAR的滞后阶数（@2），请不少于后者。',
        'Two-step GMM weighs ' ~ n ~ ' instruments by the moments of ' ~ n ~ ' units, which are'
            ~ ' too few: take fewer instrument_lags, or gmm_steps: 1[.]':
            '两步GMM须由@2个地区的矩估计@1个工具变量的权重，地区过少。请减少instrument_lags，或设gmm_steps: 1。',
        'The residuals of (.*) determine each other: one of them is a combination of the others,'
            ~ ' take it out[.]': '@1的残差相互决定：其中一个是其余的线性组合，请剔除。',
        'The lags of (.*) follow exactly from the other variables [(]or never vary[)]: take one of'
            ~ ' them out, or fewer lags[.]':
            '@1的滞后项可由其他变量完全推出（或没有变化）。请剔除其中一个变量，或减少滞后阶数。',
        'No unit has a year in which all variables are known: check their sources[.]':
            '没有任何地区在某一年各变量齐全，请核对数据来源。',
        n ~ ' values of .([^ ]+). are zero or negative and have no logarithm, the first of unit'
            ~ ' ([^ ]+) in ' ~ n ~ ': leave out the log, or these units or years[.]':
            '@2有@1个值为零或负值，不能取对数，首个为@3（@4年）。请不取对数，或剔除这些地区或年份。',
        'Only (.*) has all variables: a VAR needs consecutive years[.]':
            '只有@1年各变量齐全，VAR需要连续的年份。',
        '.([^ ]+). does not vary in any unit: take it out of the model[.]':
            '@1在各地区内均没有变化，请从模型中剔除。',
        '.([^ ]+). does not vary over time: take it out of the model[.]':
            '@1不随时间变化，请从模型中剔除。',
        'No unit of the sample has a value of any variable[.]': '样本中没有任何地区有变量的观测值。',
        'A VAR needs one series, the sample has ' ~ n ~ ' units: name one under sample.units, write'
            ~ ' combine: sum or mean, or take kind panel_var[.]':
            'VAR需要单一序列，样本有@1个地区。请在sample.units中指定一个，或写combine: sum或mean，或改用panel_var。',
        'A panel VAR needs several units; only (.*) has data: use kind var, or look at what the'
            ~ ' others lack[.]': '面板VAR需要多个地区，只有@1有数据。请改用var，或核查其他地区缺少什么。',
    } -%}
    {%- for code, zh in {
        'pooled': '混合', 'fixed': '固定', 'random': '随机', 'two_way': '双向固定', 'between': '组间'
    }.items() -%}
        {%- do refusals.update({
            'The sample has one unit only, (.*); ' ~ code ~ ' effects need several[.]':
                '样本只有一个地区（@1），' ~ zh ~ '效应模型需要多个地区。',
            'The sample has one year only, (.*); ' ~ code ~ ' effects need several[.]':
                '样本只有一个年份（@1），' ~ zh ~ '效应模型需要多个年份。',
            '([^ ]+) does not vary within units: the ' ~ code ~ ' effects absorb it[.]':
                '@1在地区内没有变化，被' ~ zh ~ '效应吸收。',
            '([^ ]+) does not vary within units and years: the ' ~ code ~ ' effects absorb it[.]':
                '@1在地区和年份内没有变化，被' ~ zh ~ '效应吸收。',
        }) -%}
        {%- for space, space_zh in {'lag': '空间滞后', 'error': '空间误差'}.items() -%}
            {%- do refusals.update({
                'The likelihood of the ' ~ code ~ '-effects ' ~ space ~ ' model has no usable'
                    ~ ' maximum with these weights[.] Try other weights, or a model without space[.]':
                    '在该空间权重下，' ~ zh ~ '效应' ~ space_zh
                    ~ '模型的似然函数没有可用的极大值。请改用其他权重或非空间模型。',
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do refusals.update({
        'The sample has one unit only, (.*); clustered errors need several[.]':
            '样本只有一个地区（@1），聚类标准误需要多个地区。',
        'The sample has one year only, (.*); Driscoll–Kraay errors need several[.]':
            '样本只有一个年份（@1），Driscoll–Kraay标准误需要多个年份。',
    }) -%}
    {{- in_chinese(said, refusals) -}}
{%- endmacro %}

{# Names in a row as Chinese writes them; a sentence that stays English is left as it is. #}
{% macro listed_zh(said) -%}
    {%- set more = "regexp_replace(" ~ said ~ ", ' and ([0-9]+) more', '等（另有\\1个）')" -%}
    {%- set cells = "regexp_replace(" ~ more ~ ", '([^ ,（]+) in ([0-9]{4})', '\\1（\\2年）', 'g')" -%}
    case
        when regexp_matches({{ said }}, '^（英文）|（英文信息）') then {{ said }}
        else replace(replace({{ cells }}, ' and ', '、'), ', ', '、')
    end
{%- endmacro %}
