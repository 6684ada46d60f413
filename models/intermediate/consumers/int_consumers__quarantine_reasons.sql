-- Why a line about consumers stands in the quarantine, in words.
-- {…} is filled in from the record. Reason and way out, each in English and Chinese.
{{ config(materialized='view') }}
{% set reasons = {
    'no_person': [
        "The line names nobody.", "该行未写明人员。",
        "Fill in the person, or leave the line out.",
        "请补全人员，或删除该行。",
    ],
    'unknown_kind': [
        "What the person did is not among the kinds of study.yml: {value}.", "该行的行为不在study.yml的kinds之列：{value}。",
        "Translate the word under kinds, or leave the line out.",
        "请在kinds中写明该词的含义，或删除该行。",
    ],
    'time_not_understood': [
        "''{year}'' is not understood as a time.", "无法将“{year}”识别为时间。",
        "Write it as 2024-03-01 or 2024-03-01 09:05:00.",
        "请写作2024-03-01或2024-03-01 09:05:00。",
    ],
    'time_out_of_range': [
        "The time {year} lies before 1990 or after the study.", "时间{year}早于1990年或晚于研究期。",
        "Put the time right; clocks that were never set say 1970.",
        "请更正时间；未校准的时钟常显示1970年。",
    ],
    'other_time_zone': [
        "The time {year} is in another zone than most of its file.", "时间{year}的时区与该文件多数记录不一致。",
        "Write all times of a file in one zone; hours and days are counted by its clock.",
        "请将同一文件的时间统一为一个时区；日期与时段按该时区计。",
    ],
    'two_prices_a_day': [
        "Another line says another price of this seller on the same day: {value}. The last one holds.", "同一商家当日另有不同价格：{value}。以最后一行为准。",
        "Leave one price a day, or nothing if the last is right.",
        "请每日保留一个价格；如最后一行无误，无须处理。",
    ],
    'cost_above_price': [
        "The cost exceeds the list price: {value}. The item stays, without its cost.", "成本高于标价：{value}。商品保留，但不采用该成本。",
        "Put cost or price right; both are of one piece, in yuan.",
        "请更正成本或标价；二者均为单件金额，以元计。",
    ],
    'not_a_number': [
        "A number is not understood: {value}.", "数值无法识别：{value}。",
        "Put the number right in the file.",
        "请在文件中更正数值。",
    ],
    'unlisted_item': [
        "The item is not in the table of items: {value}.", "商品不在商品表中：{value}。",
        "Add it to the table of items; leave out fees and postage.",
        "请将其列入商品表；运费、手续费等请剔除。",
    ],
    'returned': [
        "A return: {value}. It is set aside; the purchase stays.", "退货：{value}。该行单列，原购买记录保留。",
        "Nothing to do, unless purchases should be net of returns: then net them in the file.",
        "一般无须处理；如需按净额统计，请在文件中先行冲减。",
    ],
    'price_not_positive': [
        "A purchase at a price of 0 or less: {value}.", "购买价格不大于零：{value}。",
        "Leave out gifts and corrections, or put the price right.",
        "请剔除赠品与冲正记录，或更正价格。",
    ],
    'rating_off_scale': [
        "The rating lies off its scale: {value}.", "评分超出量表范围：{value}。",
        "Put it right, or give rating_scale in study.yml.",
        "请更正，或在study.yml中写明rating_scale。",
    ],
    'bot': [
        "A machine: more events in an hour than a person makes. {value}", "疑似机器行为：一小时内事件数超出常人。{value}",
        "Nothing to do; the limit is the variable consumer_bot_events_per_hour.",
        "一般无须处理；阈值为变量consumer_bot_events_per_hour。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
