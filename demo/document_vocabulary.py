"""Words and sentence patterns of the demo's documents, by theme.

The lists were written for the generator, as such texts speak, not copied from the warehouse's theme
lexicon: some words here are unknown to it, so that recovery is not a matter of course. A pattern
names theme words as {a}, {b} and {c}, a topic of the day as {e}, the place as {place}, and general
words as {g} and {h}.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


THEME_WORDS: dict[str, tuple[str, ...]] = {
    "policy_support": _words(
        """
        专项资金 财政补贴 税收优惠 政策扶持 营商环境 政策支持 实施细则 贷款贴息 政府采购
        管理办法 考核评价 行政审批 奖补资金 融资担保 产业基金 用地保障 指导意见 行动计划
        振兴战略 体制机制 扶持政策 专项规划 简政放权 政策落实
        """
    ),
    "technology_embedding": _words(
        """
        人工智能 大数据 云计算 物联网 虚拟现实 数字技术 数字平台 数字化转型 智慧旅游
        区块链 数字内容生产 技术创新 研发投入 数据中心 增强现实 数字孪生 科技创新 智能装备
        云平台 信息化建设 数字博物馆 数字资源 动漫IP开发 互联网平台
        """
    ),
    "brand_communication": _words(
        """
        品牌建设 品牌传播 短视频 新媒体 城市形象 知名度 宣传推广 文化品牌 品牌影响力
        网络直播 文创产品 美誉度 城市名片 节庆活动 媒体融合 品牌价值 市场营销 品牌推广
        口碑传播 博览会 网红打卡 品牌形象 传播矩阵 原创品牌
        """
    ),
    "culture_tourism_integration": _words(
        """
        文旅融合 冰雪旅游 工业遗产 非物质文化遗产 红色旅游 乡村旅游 研学旅行 历史文化街区
        旅游景区 文化旅游 民俗文化 旅游线路 旅游度假区 工业遗产活化 特色小镇 文化遗产 游客
        民宿 夜间经济 冰雪文化 温泉旅游 旅游消费 文化体验 生态旅游
        """
    ),
    "talent_support": _words(
        """
        人才培养 人才引进 高等院校 校企合作 实训基地 职业教育 产学研 创新团队 人才队伍
        专业人才 艺术设计人才 学科建设 产教融合 大师工作室 传承人 技能培训 领军人才
        人才公寓 众创空间 创业孵化 高校毕业生 青年人才 高技能人才 创意人才
        """
    ),
}

THEME_PATTERNS: dict[str, tuple[str, ...]] = {
    "policy_support": (
        "{place}在{g}领域落实{a}，配套{b}，并把{c}纳入年度安排。",
        "有关部门完善{a}和{b}，推动{c}尽快见效。",
        "今后一个时期，{place}以{a}为抓手，健全{b}，用好{c}。",
        "对符合条件的单位，按程序给予{a}或者{b}，同时做好{c}。",
        "{place}召开会议研究{a}，要求{b}与{c}相互衔接。",
        "在{a}的带动下，{b}更加透明，{c}得到各方认可。",
        "围绕{g}，{place}制定{a}，细化{b}，强化{c}。",
        "从执行情况看，{a}覆盖面扩大，{b}办理时限缩短，{c}仍需加强。",
    ),
    "technology_embedding": (
        "{place}把{a}用于{g}，并以{b}和{c}支撑管理。",
        "企业加大{a}，探索{b}与{c}的结合。",
        "依托{a}，{place}建成一批应用{b}的场景，{c}也同步展开。",
        "{a}、{b}和{c}正在改变{g}的组织方式。",
        "通过{a}，原本分散的{h}汇入{b}，{c}的成本随之下降。",
        "{place}举办交流会，展示{a}、{b}以及{c}的最新成果。",
        "近来，{a}走进展厅，{b}走进车间，{c}走进日常生活。",
        "专家建议以{a}打底，稳步推进{b}，谨慎试点{c}。",
    ),
    "brand_communication": (
        "{place}借助{a}讲好本地故事，{b}和{c}明显提升。",
        "主办方以{a}为载体，通过{b}扩大{c}。",
        "{a}带热了{place}，{b}登上榜单，{c}持续升温。",
        "为做强{a}，{place}组织{b}，并设计一系列{c}。",
        "{place}的{a}离不开{b}，也离不开{c}。",
        "团队策划{a}，联动{b}，让{c}走向全国。",
        "在{a}和{b}的共同作用下，{c}成为{g}的亮点。",
        "调查显示，{a}是消费者了解{place}的主要途径，{b}与{c}次之。",
    ),
    "culture_tourism_integration": (
        "{place}依托{a}发展{b}，带动{c}稳步增长。",
        "以{a}为主线，{place}串联{b}与{c}。",
        "{a}与{b}相互促进，{c}的内容更加丰富。",
        "假日期间，{place}推出{a}、{b}和{c}，现场秩序良好。",
        "老厂区引入{a}，周边的{b}和{c}也热闹起来。",
        "{place}保护好{a}，利用好{b}，发展好{c}。",
        "从{a}到{b}，再到{c}，{place}的供给更加多样。",
        "{place}提出以{a}促{b}，以{b}带{c}。",
    ),
    "talent_support": (
        "{place}加强{a}，建设{b}，壮大{c}。",
        "{a}与{b}结合，为{g}输送了一批{c}。",
        "{place}出台措施支持{a}，改善{b}，留住{c}。",
        "依托{a}，双方共建{b}，共同开展{c}。",
        "在{a}方面，{place}重点抓好{b}和{c}。",
        "{a}作用增强，{b}数量增加，{c}结构优化。",
        "{place}的做法是：以{a}带{b}，以{b}促{c}。",
        "座谈会上，来自{a}的代表就{b}和{c}提出意见。",
    ),
}

GENERAL_WORDS = _words(
    """
        文化产业 文化创意产业 重点项目 公共服务 市场主体 产业园区 基础设施 城乡建设
        群众生活 区域协作 产业链条 服务质量 示范工程 骨干企业 重点任务 文化事业 产业集群
        消费需求 居民收入 老工业基地 生态环境 市场秩序 安全生产 经济运行 社会治理
        """
)
GENERAL_PATTERNS = (
    "{place}地处东北，{g}有较好的基础，{h}仍有提升空间。",
    "一年来，{g}总体平稳，{h}稳中向好。",
    "各单位要提高认识，把{g}和{h}放在重要位置。",
    "下一步，{place}将继续推进{g}，补齐{h}的短板。",
    "同时也要看到，{g}发展不平衡，{h}压力较大。",
    "实践证明，{g}与{h}是相互联系的整体。",
    "{place}的{g}在周边地区处于中等水平，{h}进步较快。",
    "受季节影响，{g}前低后高，{h}基本稳定。",
    "要加强组织领导，明确责任分工，确保{g}和{h}落到实处。",
    "多位受访者表示，{g}的变化看得见，{h}的改善还需要时间。",
    "从结构看，{g}占比较高，{h}增速较快。",
    "{place}坚持问题导向，统筹{g}与{h}。",
)

# Terms that come up during the study, and the years in which they do so first.
EMERGING_TERMS = {
    "新质生产力": 2023,
    "生成式人工智能": 2023,
    "大模型": 2023,
    "沉浸式演艺": 2023,
    "数据要素": 2022,
    "元宇宙": 2022,
    "冰雪经济": 2022,
    "数字藏品": 2022,
}
# So do these, which no dictionary knows: the warehouse can only propose them as new words.
NEW_WORDS = {"雪地火锅": 2022, "首发经济": 2023}
# What else may stand in such a sentence: as old as the study, so that only the terms come up and
# not the words around them.
LASTING_TOPICS = _words(
    """
    群众文化 公益演出 全民阅读 书画展览 合唱比赛 社区文化 农村电影 文化下乡 图书漂流 摄影比赛
    艺术普及 志愿服务 文艺创作 节日演出 体育健身 广场舞
    """
)
TOPICAL_PATTERNS = (
    "{place}把{e}作为{g}的新方向。",
    "近来，{e}成为{g}领域的话题。",
    "围绕{e}，{place}组织了专题研讨。",
    "业内普遍看好{e}，认为它能为{h}注入活力。",
    "{place}把{e}写入工作安排。",
    "以{e}为代表的活动受到关注。",
)

# What a document of each type begins and ends with, its title, and a name for its section.
TITLES = {
    "policy": (
        "{place}关于推进{g}高质量发展的若干措施",
        "{place}{g}发展规划",
        "{place}关于加强{g}工作的通知",
        "{place}促进{g}和{h}协调发展的实施意见",
    ),
    "industry_report": ("{place}{g}发展报告", "{place}{g}运行分析", "{g}与{h}：{place}观察"),
    "news": ("{place}{g}迈出新步伐", "{place}：{g}有看点", "记者走访{place}{g}一线"),
    "park_material": ("{place}文化创意园区简介：{g}", "走进{place}创意园：{h}"),
    "platform_text": ("在{place}看{g}", "{place}周末去处：{h}", "聊聊{place}的{g}"),
    "annual_report": ("{place}某文化企业年度报告：{g}", "{place}某文旅集团年报摘要：{h}"),
}
OPENINGS = {
    "policy": (
        "各县（市、区）人民政府，各有关单位：",
        "为做好{g}工作，结合{place}实际，现通知如下。",
    ),
    "industry_report": ("本报告以{place}为对象，梳理{g}与{h}的变化。",),
    "news": ("本报{place}电 记者近日走访了解到，{g}出现新变化。",),
    "park_material": ("园区位于{place}，以{g}为主要方向，入驻单位持续增加。",),
    "platform_text": ("最近去了一趟{place}，聊聊看到的{g}。",),
    "annual_report": ("报告期内，公司立足{place}，围绕{g}开展经营。",),
}
CLOSINGS = {
    "policy": ("本通知自印发之日起施行。",),
    "industry_report": ("以上判断供研究参考。",),
    "news": ("（完）",),
    "park_material": ("欢迎各界来园区考察洽谈。",),
    "platform_text": ("以上是个人感受，欢迎补充。",),
    "annual_report": ("以上内容请投资者注意阅读。",),
}
HEADINGS = ("一、总体要求", "二、主要任务", "三、保障措施")
