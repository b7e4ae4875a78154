"""The words of the page: Chinese first, English second."""

from __future__ import annotations

from pipeline.offline import Both

TITLE = Both("数据集对比", "Two datasets compared")
DOCUMENTS = {
    "lost": Both("不再有的文件", "documents lost"),
    "gained": Both("新有的文件", "documents gained"),
    "renamed": Both("改名的文件", "documents renamed, the same bytes"),
    "changed": Both("有变化的文件", "documents changed"),
}
FIGURES = {
    "lost": Both("少了的数据", "figures lost"),
    "changed": Both("变了的数据", "figures changed"),
    "gained": Both("多了的数据", "figures gained"),
}
QUIET = {
    "reworded": Both("句子改了，读数未变", "in a reworded sentence"),
    "other_rules": Both("所用规则变了，读数未变", "read by other rules"),
    "moved": Both("位置变了，读数未变", "moved"),
}
CAUSES = {
    "review": Both("复核", "review"),
    "source": Both("来源", "source"),
    "rule": Both("规则", "rule"),
    "version": Both("程序", "version"),
    "unknown": Both("原因不明", "unknown"),
}
MEASURES = {"level": "水平值", "growth": "增长", "change": "变化", "ratio": "倍数", "rank": "位次"}
STATUSES = {"actual": "实绩", "estimate": "预计", "target": "目标"}
BOUNDS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "approx": "≈"}
#: what can have become of a document that was not read
STATES = {"failed": "未能读取", "empty": "无文字", "": "不在新数据集中"}
