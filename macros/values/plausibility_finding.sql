{#
    What is odd about a value (fct_plausibility): one sentence per check, then its likely cause.

    language: 'en' or 'zh'. A name in braces stands for a number or name of the row.
#}
{% macro plausibility_finding(language) -%}
    {%- set place = 0 if language == 'en' else 1 -%}
    {%- set checks = {
        'spike': [
            '{value} where the years before and after and the peers suggest {expected}{ratio}.',
            '值为{value}，而按前后年份及其他地区推算应为{expected}左右{ratio}。'],
        'level_jump': [
            '{value} where the year before and the peers suggest {expected}{ratio}: the level moves.',
            '值为{value}，而按上年及其他地区推算应为{expected}左右{ratio}：水平发生跳变。'],
        'panel_jump': [
            'The median of all units is {value} where its usual growth leads to {expected}{ratio}: '
                ~ 'another definition, unit or sampling rate?',
            '全部地区的中位数为{value}，而按通常增速推算应为{expected}左右{ratio}：'
                ~ '是否更换了口径、计量单位或抽样比例？'],
        'not_positive': [
            '{value} beside positive years (about {expected}).',
            '值为{value}，而其他年份为正值（约{expected}）。'],
        'missing_between_observed': [
            'Empty between two observed years (about {expected}), although the peers have a value.',
            '前后两个年份有观测值（约{expected}），当年缺失，而其他地区有值。'],
    } -%}
    {%- set causes = {
        'shifted_rows': [
            ' It fits {unit}: the rows of this year look shifted by one.',
            '该值与{unit}相符：该年数据疑似错行。'],
        'power_of_ten': [
            ' Off by a power of ten: a slipped decimal point or unit of measure?',
            '相差10的整数次幂：小数点或计量单位是否有误？'],
        'one_year_only': [' It is back the year after.', '次年恢复。'],
    } -%}
    case check_code
        {% for code, sentences in checks.items() %}
            when '{{ code }}' then ({{ plausibility_sentence(sentences[place], language) }})
        {% endfor %}
    end
    || case cause_code
        {% for code, sentences in causes.items() %}
            when '{{ code }}' then ({{ plausibility_sentence(sentences[place], language) }})
        {% endfor %}
        else ''
    end
{%- endmacro %}

{# A sentence as SQL, with its numbers and names joined into it. #}
{% macro plausibility_sentence(sentence, language) -%}
    {%- set said = namespace(text="'" ~ sentence ~ "'") -%}
    {%- set columns = {
        'value': 'shown_value',
        'expected': 'shown_expected' if language == 'en' else 'shown_expected_zh',
        'ratio': 'shown_ratio' if language == 'en' else 'shown_ratio_zh',
        'unit': 'fitting_unit_name',
    } -%}
    {%- for name, column in columns.items() -%}
        {%- set said.text = said.text.replace('{' ~ name ~ '}', "' || " ~ column ~ " || '") -%}
    {%- endfor -%}
    {{ said.text }}
{%- endmacro %}
