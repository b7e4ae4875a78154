"use strict";
// All that the page says by itself, in both languages.  Chinese is the first.

const WORDS = {
  zh: {
    other_language: "EN", help: "按键 (?)", choose: "选择文件", find_document: "查找文件：名称、地区、年份",
    figures: "数据", number_of: (n) => `${n} 个`, none_of: "没有",
    coverage: (n, all) => `${all} 个数字，${n} 个有交代`, all_told: (all) => `${all} 个数字全部有交代`,
    progress: (n, all) => `已核对 ${n} / ${all}`, sample_progress: (n, all) => `抽样已核对 ${n} / ${all}`,
    order_queue: "可疑的在前", order_text: "原文顺序", search: "查找指标、数字、句子 (/)",
    reasons: { stale: "旧结论失效", error: "有错误", warning: "有疑问", unknown_unit: "单位不认识",
      first_of_rule: "规则首次出现", no_indicator: "无规范指标", rest: "" },
    roles: { figure: "数据", condition: "限定条件", name: "名称", time: "时间", ordinal: "序号",
      furniture: "版面文字", unexplained: "未解释" },
    why_role: { condition: "它限定所统计的范围，本身不是数据。", name: "它是名称的一部分。", time: "它表示时间。",
      ordinal: "它是序号。", furniture: "它是页码、导航、电话一类的版面文字。", unexplained: "规则不知道它是什么，请判断。" },
    parts: { number: "数字", unit: "单位", qualifier: "限定词", indicator: "指标", period: "时间", status: "状态",
      basis: "对比基准", parent: "整体" },
    reviews: { accepted: "正确", fixed: "已改正", rejected: "不是数据", unsure: "存疑", stale: "旧结论失效",
      right: "确实不是数据", missing: "应是数据" },
    verdicts: { accept: "正确", fix: "改正", reject: "不是数据", unsure: "存疑", note: "备注", right: "确实不是数据",
      missing: "应是数据", undo: "撤销", save: "保存", cancel: "取消", previous: "上一个", next: "下一个", retire: "已处理" },
    measures: { level: "水平值", growth: "增长", change: "变化量", ratio: "倍数", rank: "位次" },
    bounds: { eq: "等于", gt: "超过", ge: "不低于", lt: "低于", le: "不超过", approx: "约", range: "区间" },
    statuses: { actual: "实绩", estimate: "预计", target: "目标" },
    kinds: { work_report: "政府工作报告", communique: "统计公报", poster: "图解", newspaper: "报纸", plan: "计划", budget: "预算", other: "其他" },
    same: "同一陈述", elsewhere: "其他文件", whole: "整体", its_parts: "其中", rules: "规则", findings: "核对结果",
    notes: "备注", verdict: "结论", sentence: "原句", orphans: "失效的结论，请重新核对", whole_document: "整份文件的核对结果",
    judged_by: (by, at) => `${by}，${at}`, was: (text) => `原读作 ${text || "空"}`,
    settled: "改正不再需要", differs: "数值不同", agrees: "数值相同",
    number_is: (role) => `这个数字是${role}`,
    reason_why: "备注（可不填），回车保存", note_text: "写一条备注，回车保存",
    saved: "已保存", lost: "与程序的连接断了：请看运行 baoshu 的终端，再试一次。",
    kept: "与程序的连接断了，结论还没有保存、留在本页：请看运行 baoshu 的终端，再按任意键或点“再试”。", again: "再试",
    unsaved: (n) => `${n} 条待保存`, draft: "这里有没保存的改正：按 e 接着改。", fix_first: "先保存（Enter）或放弃（Esc）这一处改正。",
    undo_first: "正在撤销，请稍候再按。", loading_key: "文件还在打开，这次按键不算，请稍候再按。", no_document: "没有打开的文件：按 d 选择。",
    undone: (kind) => `已撤销：${kind}`, evidence_wait: "正在从原文件找出各个成分……",
    done: "队列里的都核对完了。", unread: "没有读出", offline: "离线文件，只供查看，不保存结论。",
    dismiss: "知道了", all_figures: "全部数据", empty: "这份文件里没有这一类数字。",
    sign: "签发报告", sign_name: "签发人姓名", sign_do: "签发", close: "关闭", saved_as: (f) => `报告已写入数据集：${f}`,
    download: "下载报告", page: (n) => `第 ${n} 页`, page_missing: "这一页画不出来：", loading: "正在打开……",
    no_token: "地址里没有口令：请用 baoshu audit 给出的完整地址打开。", context: "上下文",
    keys: [["j ↓ / k ↑", "下一个 / 上一个"], ["a", "正确（对不是数据的数字：确实不是）"], ["e", "改正各个字段，Enter 保存，Esc 放弃"],
      ["x", "不是数据（对不是数据的数字：应是数据）"], ["u", "存疑"], ["n", "备注"], ["z", "撤销我的上一个结论"],
      ["q", "可疑的在前 / 原文顺序"], ["/", "查找"], ["d", "选择文件"], ["+ - 0", "页面放大、缩小、还原"], ["?", "这张表"]],
  },
  en: {
    other_language: "中文", help: "Keys (?)", choose: "Choose a document", find_document: "Find a document: name, region, year",
    figures: "Figures", number_of: (n) => `${n}`, none_of: "none",
    coverage: (n, all) => `${n} of ${all} numbers accounted for`, all_told: (all) => `All ${all} numbers accounted for`,
    progress: (n, all) => `${n} of ${all} reviewed`, sample_progress: (n, all) => `Sample: ${n} of ${all} reviewed`,
    order_queue: "Worst first", order_text: "Order of the text", search: "Find indicator, number, sentence (/)",
    reasons: { stale: "verdict out of date", error: "error", warning: "warning", unknown_unit: "unknown unit",
      first_of_rule: "rule seen first", no_indicator: "no canonical indicator", rest: "" },
    roles: { figure: "figures", condition: "conditions", name: "names", time: "time", ordinal: "ordinals",
      furniture: "furniture", unexplained: "unexplained" },
    why_role: { condition: "It limits what is counted and is no figure itself.", name: "It is part of a name.", time: "It tells a time.",
      ordinal: "It numbers an item.", furniture: "It is a page number, navigation, a phone number or the like.", unexplained: "The rules do not know what it is: please judge." },
    parts: { number: "number", unit: "unit", qualifier: "qualifier", indicator: "indicator", period: "period", status: "status",
      basis: "basis", parent: "whole" },
    reviews: { accepted: "right", fixed: "put right", rejected: "no figure", unsure: "unsure", stale: "verdict out of date",
      right: "no figure indeed", missing: "should be a figure" },
    verdicts: { accept: "Right", fix: "Put right", reject: "No figure", unsure: "Unsure", note: "Note", right: "No figure indeed",
      missing: "Should be a figure", undo: "Undo", save: "Save", cancel: "Cancel", previous: "Previous", next: "Next", retire: "Done with" },
    measures: { level: "level", growth: "growth", change: "change", ratio: "ratio", rank: "rank" },
    bounds: { eq: "equal to", gt: "above", ge: "at least", lt: "below", le: "at most", approx: "about", range: "range" },
    statuses: { actual: "actual", estimate: "estimate", target: "target" },
    kinds: { work_report: "work report", communique: "communiqué", poster: "poster", newspaper: "newspaper", plan: "plan", budget: "budget", other: "other" },
    same: "The same statement", elsewhere: "In other documents", whole: "Whole", its_parts: "Parts", rules: "Rules", findings: "Findings",
    notes: "Notes", verdict: "Verdict", sentence: "Sentence", orphans: "Verdicts out of date: please look again", whole_document: "Findings on the whole document",
    judged_by: (by, at) => `${by}, ${at}`, was: (text) => `was read as ${text || "empty"}`,
    settled: "fix no longer needed", differs: "differs", agrees: "agrees",
    number_is: (role) => `This number is counted among: ${role}`,
    reason_why: "Why (optional), Enter saves", note_text: "Write a note, Enter saves",
    saved: "Saved", lost: "The connection to baoshu is lost: look at the terminal it runs in, and try again.",
    kept: "The connection to baoshu is lost; the verdicts are not saved yet and stay on this page: look at the terminal it runs in, then press any key or “Try again”.", again: "Try again",
    unsaved: (n) => `${n} not saved yet`, draft: "There is a fix that was not saved: press e to go on with it.", fix_first: "First save this fix (Enter) or leave it (Esc).",
    undo_first: "Taking back; press again in a moment.", loading_key: "The document is still being opened; press again in a moment.", no_document: "No document is open: press d to choose one.",
    undone: (kind) => `Taken back: ${kind}`, evidence_wait: "Finding the parts in the source file …",
    done: "Everything in the queue is reviewed.", unread: "not read", offline: "An offline file: for looking only, verdicts are not saved.",
    dismiss: "OK", all_figures: "All figures", empty: "There is no such number in this document.",
    sign: "Sign the report", sign_name: "Name of the signer", sign_do: "Sign", close: "Close", saved_as: (f) => `The report is in the dataset: ${f}`,
    download: "Download the report", page: (n) => `Page ${n}`, page_missing: "This page cannot be drawn: ", loading: "Opening …",
    no_token: "The address has no token: open the whole address that baoshu audit printed.", context: "Context",
    keys: [["j ↓ / k ↑", "next / previous"], ["a", "right (a number that is no figure: indeed none)"], ["e", "put fields right, Enter saves, Esc leaves"],
      ["x", "no figure (a number that is none: should be one)"], ["u", "unsure"], ["n", "note"], ["z", "take my last verdict back"],
      ["q", "worst first / order of the text"], ["/", "search"], ["d", "choose a document"], ["+ - 0", "pages larger, smaller, as wide as the pane"], ["?", "this table"]],
  },
};

let language = "zh";
try { language = localStorage.getItem("baoshu-language") === "en" ? "en" : "zh"; } catch { /* no storage in a file */ }

/** A word or sentence of the page in its language: say("roles", "time"), say("progress", 3, 9). */
function say(key, ...rest) {
  const told = WORDS[language][key];
  if (typeof told === "function") return told(...rest);
  if (told && typeof told === "object" && !Array.isArray(told)) return told[rest[0]] ?? rest[0];
  return told;
}

function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  try { localStorage.setItem("baoshu-language", language); } catch { /* no storage in a file */ }
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}
