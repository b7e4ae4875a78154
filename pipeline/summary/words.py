"""The words of the page: Chinese first, English second."""

from __future__ import annotations

from pipeline.offline import Both

ROLES = {
    "figure": Both("数据", "figures"),
    "condition": Both("限定条件", "conditions"),
    "name": Both("名称", "names"),
    "time": Both("时间", "times"),
    "ordinal": Both("序号", "ordinals"),
    "furniture": Both("版面文字", "furniture"),
    "unexplained": Both("未解释", "unexplained"),
}
SEVERITIES = {
    "error": Both("错误", "errors"),
    "warning": Both("存疑", "warnings"),
    "info": Both("提示", "notes"),
}
STATES = {
    "done": Both("已读", "read"),
    "failed": Both("未能读取", "failed"),
    "empty": Both("无文字", "empty"),
}
KINDS = {
    "work_report": "政府工作报告",
    "communique": "统计公报",
    "poster": "图解",
    "newspaper": "报纸",
    "plan": "计划报告",
    "budget": "预算报告",
    "other": "其他",
}
REVIEW = {
    "accepted": Both("正确", "right"),
    "fixed": Both("已改正", "put right"),
    "rejected": Both("不是数据", "no figure"),
    "unsure": Both("存疑", "unsure"),
    "stale": Both("结论失效", "stale"),
    "": Both("未复核", "not reviewed"),
}
ATTAINED = {
    "yes": Both("完成", "met"),
    "about": Both("基本完成", "about met"),
    "within_rounding": Both("位数不能断定", "within rounding"),
    "no": Both("未完成", "missed"),
    "unknown": Both("不能判断", "unknown"),
}
