"""What reports say outside of the screen, in the languages of staff. The screen's words are the same (admin-site/src/locales/manage)."""

from parlor.domain import place_names
from parlor.domain.directory import Language
from parlor.domain.figures import OTHER, Dimension
from parlor.domain.metrics import Grain
from parlor.domain.reports import Column

_Words = dict[str, tuple[str, str]]
"""zh-CN, en."""
_WORDS: _Words = {
    "consultations": ("咨询统计", "Consultations"),
    "visits": ("访问统计", "Visits"),
    "agents": ("客服工作", "Agents' work"),
    "satisfaction": ("满意度", "Satisfaction"),
    "funnel": ("转化漏斗", "Funnel"),
    "total": ("咨询总量", "Consultations"),
    "online": ("在线对话", "On line"),
    "offline": ("离线留言", "Left messages"),
    "accepted_rate": ("在线接起率", "Answered"),
    "answered": ("有效咨询", "Answered conversations"),
    "missed": ("未接入", "Missed"),
    "visit_count": ("访问次数", "Visits"),
    "views": ("浏览量", "Page views"),
    "depth": ("每次浏览页数", "Pages a visit"),
    "consultation_rate": ("咨询率", "Consultation rate"),
    "conversations": ("对话", "Conversations"),
    "part": ("占比", "Share"),
    "before": ("上期", "Before"),
    "sum": ("合计", "Total"),
    "time": ("时间", "Time"),
    "date": ("日期", "Date"),
    "others": ("其他", "Others"),
    "gone": ("已删除", "Deleted"),
    "unknown": ("未知", "Unknown"),
    "no_topic": ("无主题", "No topic"),
    "agent": ("客服", "Agent"),
    "number": ("工号", "Number"),
    "taken": ("接待会话", "Conversations"),
    "first": ("首次响应", "First reply"),
    "reply": ("平均响应", "Reply"),
    "length": ("平均时长", "Length"),
    "returned": ("退回", "Returned"),
    "satisfied": ("满意度", "Satisfaction"),
    "wrapped": ("总结率", "Wrapped up"),
    "online_time": ("在线", "On line"),
    "busy_time": ("忙碌", "Busy"),
    "away_time": ("离开", "Away"),
    "days": ("出勤天数", "Days"),
    "average": ("平均评分", "Average rating"),
    "rated": ("评价数", "Ratings"),
    "rate": ("参评率", "Response rate"),
    "course": ("按时间", "By time"),
    "by_agent": ("按工号", "By agent"),
    "step": ("步骤", "Step"),
    "step_number": ("数量", "Number"),
    "of_visits": ("占访问", "Of visits"),
    "step.visits": ("访问", "Visits"),
    "step.invitations_shown": ("邀请展示", "Invitations shown"),
    "step.invitations_accepted": ("接受邀请", "Invitations accepted"),
    "step.consultations_online": ("对话", "Conversations"),
    "step.answered": ("有效对话", "Answered"),
    "step.cards": ("新增名片", "New cards"),
    "kind.direct": ("直接进入", "Direct"),
    "kind.search": ("搜索引擎", "Search"),
    "kind.social": ("社交网络", "Social network"),
    "kind.site": ("其他网站", "Other site"),
    "kind.campaign": ("推广活动", "Campaign"),
    "worth.valid": ("有效", "Valid"),
    "worth.invalid": ("无效", "Invalid"),
    "device.phone": ("手机", "Phone"),
    "device.tablet": ("平板", "Tablet"),
    "device.computer": ("电脑", "Computer"),
    "device.robot": ("机器人", "Robot"),
    "brand.Baidu": ("百度", "Baidu"),
    "brand.360": ("360 搜索", "360"),
    "brand.Sogou": ("搜狗", "Sogou"),
    "brand.Shenma": ("神马", "Shenma"),
    "brand.Quark": ("夸克", "Quark"),
    "brand.Toutiao": ("头条", "Toutiao"),
    "brand.WeChat": ("微信", "WeChat"),
    "brand.Soso": ("搜搜", "Soso"),
    "brand.Youdao": ("有道", "Youdao"),
    "brand.ChinaSo": ("中国搜索", "ChinaSo"),
    "brand.Petal": ("花瓣搜索", "Petal Search"),
    "brand.Weibo": ("微博", "Weibo"),
    "brand.Zhihu": ("知乎", "Zhihu"),
    "brand.Douyin": ("抖音", "Douyin"),
    "brand.Kuaishou": ("快手", "Kuaishou"),
    "brand.Xiaohongshu": ("小红书", "RedNote"),
    "brand.Bilibili": ("哔哩哔哩", "Bilibili"),
    "brand.Douban": ("豆瓣", "Douban"),
    "brand.Tieba": ("百度贴吧", "Baidu Tieba"),
    "by.agent": ("工号", "Agent"),
    "by.department": ("部门", "Department"),
    "by.style": ("风格", "Style"),
    "by.topic": ("主题", "Topic"),
    "by.value": ("有效性", "Worth"),
    "by.page": ("咨询页面", "Page"),
    "by.country": ("国家和地区", "Country"),
    "by.province": ("省份", "Province"),
    "by.source": ("来源类型", "Source"),
    "by.engine": ("搜索引擎", "Search engine"),
    "by.referrer": ("来源网站", "Referrer"),
    "by.keyword": ("关键词", "Search words"),
    "by.browser": ("浏览器", "Browser"),
    "by.system": ("操作系统", "System"),
    "by.device": ("设备", "Device"),
    "by.word": ("词语", "Word"),
    "goals": ("转化目标（按来源）", "Goals by source"),
    "of_goal": ("{goal}占比", "{goal}, share"),
    "minutes": ("{name}（分钟）", "{name} (min)"),
    "stars_1": ("{count} 星", "{count} star"),
    "stars": ("{count} 星", "{count} stars"),
    "company": ("单位", "Company"),
    "period": ("时间段", "Period"),
    "compared": ("对比上期", "Compared with"),
    "zone": ("时区", "Time zone"),
    "made": ("生成时间", "Made at"),
    "figure": ("指标", "Figure"),
    "value": ("数值", "Value"),
    "change": ("变化", "Change"),
    "summary": ("概览", "Summary"),
}
_NAMED: dict[Dimension, str] = {
    "source": "kind",
    "value": "worth",
    "device": "device",
    "engine": "brand",
    "referrer": "brand",
}


class ReportWords:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._index = 0 if language == "zh-CN" else 1

    def __call__(self, word: str, **values: object) -> str:
        return _WORDS[word][self._index].format(**values) if values else _WORDS[word][self._index]

    def heading(self, column: Column) -> str:
        """Of a column of plain numbers, with their unit."""
        return self("minutes", name=column.heading) if column.unit == "minutes" else column.heading

    def stars(self, count: int) -> str:
        return self("stars_1" if count == 1 else "stars", count=count)

    def title(self, name: str) -> str:
        """Of a report: `Consultations · Search engine`."""
        whole, _, dimension = name.partition(".")
        return f"{self(whole)} · {self(f'by.{dimension}')}" if dimension else self(whole)

    def value(self, by: Dimension, value: str, name: str | None) -> str:
        """What a value of a dimension is called; `name` is what an id stands for."""
        if value == OTHER:
            return self("others")
        if value == "":
            return self("no_topic" if by == "topic" else "unknown")
        if by in ("agent", "department", "style", "topic"):
            return name or self("gone")
        if by in ("country", "province"):
            english = place_names.country if by == "country" else place_names.province
            return value if self.language == "zh-CN" else english(value)
        known = f"{_NAMED[by]}.{value}" if by in _NAMED else ""
        return self(known) if known in _WORDS else value

    def point(self, at: str, grain: Grain) -> str:
        """The full name of a point."""
        return f"{at[:10]} {at[11:]}:00" if grain == "hour" else at
