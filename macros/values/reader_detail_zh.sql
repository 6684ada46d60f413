{#
    What a reader says of a line or a file, in Chinese, with the same names and numbers.

    Readers say it in English, in one of few sentences; a message of the operating system is none
    of them and stays as it is.
#}
{% macro reader_detail_zh(detail) -%}
    {%- set n = '([0-9,]+)' -%}
    {%- set sentences = {
        'The date (.*) is probably the year ' ~ n ~ ' in a date format[.]':
            '日期@1很可能是被设为日期格式的年份@2。',
        'The year meant is probably ' ~ n ~ '[.]': '该年份很可能应为@1年。',
        'The line stands in no section[.]': '该行不属于任何节。',
        'The network has no [*]Vertices[.]': '网络缺少*Vertices节。',
        'The network before has no [*]Vertices[.]': '前一个网络缺少*Vertices节。',
        'The section (.*) is not read[.]': '未读取的节：@1。',
        'No [*]Vertices stands before it[.]': '该节之前没有*Vertices节。',
        'What stands behind the section.s name is no relation[.]': '节名之后的内容不是关系编号。',
        n ~ ' values were announced, ' ~ n ~ ' are there[.]': '声明的值有@1个，实有@2个。',
        'The matrix has ' ~ n ~ ' cells where (.*) belong[.]': '矩阵有@1个单元格，应为@2个。',
        n ~ ' vertices were announced; more than ' ~ n ~ ' are not read[.]':
            '声明的顶点有@1个，超过@2个不予读取。',
        'The line names no vertex[.]': '该行没有顶点编号。',
        'The network has ' ~ n ~ ' vertices, none with the number (.*)[.]':
            '网络有@1个顶点，没有编号为@2的顶点。',
        'Vertex ' ~ n ~ ' stands twice; the first line holds[.]':
            '顶点@1重复出现，以第一行为准。',
        'It has ' ~ n ~ ' MB[.]': '文件大小为@1 MB。',
        'It has ' ~ n ~ ' characters[.]': '共@1个字符。',
        'It has ' ~ n ~ ' pages[.]': '共@1页。',
        'Letters on its ' ~ n ~ ' page[(]s[)]: ' ~ n ~ '[.]': '共@1页，可读出的文字@2个。',
        'It ends in (.*) and is no docx, pdf, web page or text[.]':
            '扩展名为@1，内容不是docx、pdf、网页或纯文本。',
        'It has the format of Word 97–2003 [(][.]doc[)][.]': '文件为Word 97–2003格式（.doc）。',
        'It is an archive and no Word document[.]': '文件是压缩包，不是Word文档。',
        'It is no Word document[.]': '文件不是Word文档。',
        'The text cannot be read as (.*) or (.*)[.] The first bad bytes: line ' ~ n ~ '[.]':
            '文本不能按@1或@2解码，首个无效字节在第@3行。',
        'The text cannot be read as (.*)[.] The first bad bytes: line ' ~ n ~ '[.]':
            '文本不能按@1解码，首个无效字节在第@2行。',
        'The text is not (.*)[.] The first bad bytes: line ' ~ n ~ '[.]':
            '文本不是@1编码，首个无效字节在第@2行。',
        'The text is not UTF-8, and has too few characters to tell GB18030 from Big5[.].*':
            '文本不是UTF-8，且字数过少，无法判断是GB18030还是Big5：请写明encoding: gb18030或encoding: big5。',
        'The text is neither UTF-8 nor ordinary Chinese in GB18030 or Big5[.].*':
            '文本既不是UTF-8，也不是GB18030或Big5编码的通行中文；如确为中文，请写明encoding: gb18030或encoding: big5。',
        'The encoding .(.*). is not known[.]': '未知的编码“@1”。',
        'It holds bytes that are no text[.]': '文件含有非文本字节。',
        'It is no JSON [(](.*)[)][.]': '不是有效的JSON（@1）。',
        'It is no JSON object with fields[.]': '不是带字段的JSON对象。',
        'The record has no field .(.*).[.]': '该记录没有字段“@1”。',
        'The field is empty[.]': '该字段为空。',
        'Files of that name: (.*)[.]': '同名文件：@1。',
        'Reading the file takes more than ([0-9.]+) GB of memory[.]': '读取该文件需要@1 GB以上的内存。',
        'Reading the file comes to no end: nothing was read for ' ~ n ~ ' s[.]':
            '读取该文件无法完成：@1秒内没有读出任何内容。',
        'The file ended the program that read it [(](.*)[)]: it is damaged or hostile[.]':
            '该文件使读取程序异常终止（@1）：文件损坏或含有恶意内容。',
        'The file is damaged, or of a kind that is not understood [(](.*)[)][.]':
            '文件损坏，或其类型无法识别（@1）。',
        'The file cannot be read [(](.*)[)][.]': '无法打开文件（@1）。',
        'It is no file but a folder, a pipe or a device[.]': '它不是文件，而是文件夹、管道或设备。',
        'The (workbook|document) is damaged or incomplete[.]': '文件损坏或不完整。',
        'The workbook is protected with a password[.]': '工作簿有密码保护。',
        'The file is empty[.]': '文件为空。',
        'It holds half of a character [(]a lone surrogate[)][.]': '含有不完整的字符（孤立代理项）。',
        'There is a heading, but no line of data below it[.]': '只有表头，其下没有数据行。',
        '.*values[^:]*: The heading has no column .(.*).[.]': '表头没有“@1”列。',
        'Lines (.*) describe the file differently[.]': '第@1行对该文件的描述不一致。',
    } -%}
    {{- in_chinese(detail, sentences) -}}
{%- endmacro %}
