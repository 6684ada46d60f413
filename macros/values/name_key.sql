{#
    The form in which names are compared: full-width characters become ASCII, compatibility
    characters become what they stand for, white space goes, letters become lower case.
    The twin of wenmai.reference.name_key for everything that occurs in names and units of measure;
    neither DuckDB nor Spark knows NFKC, so the characters are listed.

    '沈阳市　（全市）' → '沈阳市(全市)';  'Shen Yang' → 'shenyang';  '㎡' → 'm2'
#}
{% macro name_key(expression) -%}
    lower({{ remove_space(
        "replace(replace(replace(replace(" ~ half_width(compose(expression))
        ~ ", '㎡', 'm2'), '㎢', 'km2'), '㎞', 'km'), '℃', '°c')"
    ) }})
{%- endmacro %}

{# Full-width ASCII, and superscript digits unless told, as plain characters. #}
{% macro half_width(expression, has_superscripts=true) -%}
    translate(
        {{ expression }},
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～{{ '¹²³' if has_superscripts }}',
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[' || {{ backslash() }}
        || ']^_`abcdefghijklmnopqrstuvwxyz{|}~{{ '123' if has_superscripts }}'
    )
{%- endmacro %}
