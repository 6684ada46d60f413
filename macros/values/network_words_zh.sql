{# How a measure of a network is defined, and why it is not, in Chinese. #}
{% macro network_words_zh(said) -%}
    {%- set length = ['links', 'length of a link: mean strength / its strength'] -%}
    {%- set length_zh = ['以联系数计', '联系的长度为平均强度与其强度之比'] -%}
    {%- set sentences = {
        'isolated nodes included': '含孤立节点',
        'one per ordered pair, loops left out': '每个有序节点对计一条，不计自环',
        'one per unordered pair, loops left out': '每个无序节点对计一条，不计自环',
        'no link in either direction': '出入两个方向均无联系',
        'rows from a node to itself': '节点指向自身的行',
        'rows added to another row of the same link': '并入同一联系其他行的行',
        'rows of strength 0 or less': '强度不大于0的行',
        'sum of strengths over links': '各联系强度之和',
        'distinct neighbours': '以不同的相邻节点计',
        'links / ordered pairs': '联系数与有序节点对数之比',
        'links / unordered pairs': '联系数与无序节点对数之比',
        'share of links whose reverse exists': '存在反向联系的联系所占份额',
        'directions ignored': '不计方向',
        'each node reaches each other one': '其中任意两个节点相互可达',
        'nodes in the largest weak component': '最大弱连通子图中节点所占份额',
        'same, strong component': '最大强连通子图中节点所占份额',
        'mean of local ones, Fagiolo 2007': '局部聚类系数的均值（Fagiolo 2007）',
        'mean of local ones, 2E / [(]k[(]k-1[)][)]': '局部聚类系数2E/(k(k-1))的均值',
        'same, directions ignored': '局部聚类系数的均值，不计方向',
        'mean of local ones, Onnela et al[.] 2005, strengths / largest strength':
            '局部加权聚类系数的均值（Onnela等 2005），强度除以最大强度',
        '3 triangles / paths of two links, no directions': '三角形数的3倍与两步路径数之比，不计方向',
        'correlation with pattern: linked if one end is core [(]Borgatti and Everett 1999[)]':
            '与理想模式的相关系数：至少一端为核心则相连（Borgatti和Everett 1999）',
        'nodes in that core': '该核心中节点所占份额',
        'ordered pairs, largest weak component': '有序节点对，最大弱连通子图',
        'ordered pairs, whole network': '有序节点对，整个网络',
        'Freeman 1979, distinct neighbours, most: star': 'Freeman 1979，以不同的相邻节点计，星形网络为最大',
        'Freeman 1979, most: star, [(]n-1[)][\\^]2': 'Freeman 1979，星形网络为最大，即(n-1)^2',
        'Freeman 1979, relative betweenness, most: star': 'Freeman 1979，相对中介中心度，星形网络为最大',
        'Gini of distinct neighbours': '不同相邻节点数的基尼系数',
        'Gini of out-degree': '出度的基尼系数',
        'Gini of in-degree': '入度的基尼系数',
        'Gini of strengths, out and in together': '出入强度合计的基尼系数',
        'ends of links at the top 10 %': '度最高的10%节点所占的联系端点份额',
        'giant share: area under the curve over the removed share, trapezoids; 0[.]5 is the most':
            '最大子图份额随移除份额变化的曲线下面积（梯形法），最大为0.5',
        'efficiency: area under the curve over the removed share, trapezoids; 0[.]5 is the most':
            '效率随移除份额变化的曲线下面积（梯形法），最大为0.5',
        'mean of local coefficients, 0 below two neighbours':
            '局部聚类系数的均值，相邻节点不足两个的计0',
        'mean over ordered pairs with a path, largest weak component':
            '最大弱连通子图中有路径的有序节点对的均值',
        '[(]C / mean C of the draws[)] / [(]L / mean L of the draws[)]; interval: each draw alone':
            '(C/随机网络C的均值)/(L/随机网络L的均值)；区间按每个随机网络单独计算',
        'mean L of the draws / L - C / C of the lattice; interval: each draw.s L alone':
            '随机网络L的均值/L－C/规则网络的C；区间按每个随机网络的L单独计算',
        'the network has no node': '网络没有节点',
        'the network has no link': '网络没有联系',
        'the network has fewer than two nodes': '网络不足两个节点',
        'fewer than three nodes': '不足三个节点',
        'fewer than three nodes, no link or every pair linked': '不足三个节点，或没有联系，或任意两点均相连',
        'links have no direction': '联系没有方向',
        'no two nodes are joined by a path': '任意两个节点之间都没有路径',
        'no two links can be swapped: no other network with these degrees was found':
            '没有可以交换的联系：未找到具有相同度序列的其他网络',
        'no draw has a triangle': '随机网络中都没有三角形',
        '([0-9]+) of ([0-9]+) draws have no triangle': '@2个随机网络中有@1个没有三角形',
        'the lattices have no triangle': '规则网络中没有三角形',
    } -%}
    {%- for unit in length -%}
        {%- set zh = length_zh[loop.index0] -%}
        {%- do sentences.update({
            'largest weak component, ' ~ unit: '最大弱连通子图，' ~ zh,
            'longest shortest path there, ' ~ unit: '其中最长的最短路径，' ~ zh,
            'mean of 1 / distance over all ordered pairs, 0 without a path, ' ~ unit:
                '所有有序节点对距离倒数的均值，无路径的计0，' ~ zh,
        }) -%}
    {%- endfor -%}
    {{- in_chinese(said, sentences) -}}
{%- endmacro %}
