"use strict";
// One figure (or one number that is none): its row, its proof, what was said of it.

const WORDED = { measure: "measures", bound: "bounds", status: "statuses" }; // columns that take a word

const Detail = (() => {
  const pane = byId("detail");
  const GROUPS = [
    ["indicator_text", "indicator", "section"],
    ["value", "value_max", "unit", "bound", "qualifier", "normalized"],
    ["measure", "basis"],
    ["period", "status", "status_text"],
  ];
  let doc = null, start = null;

  const title = (name) => (language === "zh" ? State.dataset.titles[name] || name : name);

  function show() {
    if (doc !== State.doc || start !== State.start) pane.scrollTop = 0;
    doc = State.doc; start = State.start;
    Forms.close();
    const figure = doc.figureAt.get(start);
    pane.replaceChildren(...(figure ? ofFigure(figure) : doc.numberAt.has(start) ? ofNumber(doc.numberAt.get(start)) : []));
  }

  // --- a figure ---

  function ofFigure(figure) {
    return [
      make("h2", {}, quoted(figure.indicator_text), " ", make("b", {}, quoted(figure.quote))),
      Forms.drafted(doc, start) ? make("p", { class: "quiet" }, say("draft")) : null,
      said(start),
      ...findings(doc.findingsOf(start)),
      rowOf(figure),
      make("p", { class: "sentence" }, ...marked(figure)),
      relatives(figure), same(figure), elsewhere(), notes(start), rules(figure.rule),
    ].filter(Boolean);
  }

  function rowOf(figure) {
    const list = make("dl", { id: "fields" });
    for (const group of GROUPS) {
      const part = make("div", { class: "group" });
      for (const name of group) {
        const value = cell(figure, name);
        if (value === null) continue;
        part.append(make("dt", {}, title(name === "normalized" ? "normalized_value" : name)), make("dd", { dataset: { field: name } }, value, was(figure, name)));
      }
      if (part.children.length) list.append(part);
    }
    return list;
  }

  function cell(figure, name) {
    if (name === "normalized") {
      if (!figure.normalized_value || figure.normalized_unit === figure.unit) return null;
      return quoted(`${grouped(figure.normalized_value)}${figure.normalized_value_max ? `～${grouped(figure.normalized_value_max)}` : ""} ${figure.normalized_unit}`);
    }
    if (name === "indicator") {
      if (!figure.indicator_code) return make("span", { class: "none" }, say("reasons", "no_indicator"));
      return make("span", {}, quoted(figure.indicator), make("code", {}, figure.indicator_code));
    }
    if (!figure[name]) return null;
    return WORDED[name] ? make("span", {}, say(WORDED[name], figure[name]), make("code", {}, figure[name])) : quoted(figure[name]);
  }

  const grouped = (number) => number.replace(/^(-?)(\d+)/, (all, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","));

  function was(figure, name) {
    const replaced = figure.extracted ? JSON.parse(figure.extracted) : {};
    const column = name === "normalized" ? "normalized_value" : name;
    return column in replaced ? make("span", { class: "was" }, say("was", replaced[column])) : null;
  }

  /** The sentence with the number in it marked. */
  function marked(figure) {
    const sentence = figure.sentence, plain = sentence.indexOf(figure.quote);
    const twice = plain >= 0 && sentence.indexOf(figure.quote, plain + 1) >= 0;
    if (plain < 0 || twice) return shown(sentence.replaceAll("\t", " | "));
    return [...shown(sentence.slice(0, plain).replaceAll("\t", " | ")), make("mark", {}, ...shown(figure.quote)),
      ...shown(sentence.slice(plain + figure.quote.length).replaceAll("\t", " | "))];
  }

  function said(place) {
    const verdict = doc.verdicts[place];
    if (!verdict) return null;
    const review = doc.figureAt.get(place)?.review || verdict.verdict;
    return make("div", { class: `verdict is-${verdict.stale ? "stale" : review}` },
      make("b", {}, say("reviews", review)), " ", quoted(say("judged_by", verdict.by, when(verdict.at)), "quiet"),
      verdict.why ? make("p", {}, quoted(verdict.why)) : null,
      verdict.stale || verdict.settled ? make("p", {}, quoted(verdict.stale || verdict.settled)) : null);
  }

  const when = (at) => { const date = new Date(at); return Number.isNaN(date.getTime()) ? at : date.toLocaleString(language === "zh" ? "zh-CN" : "en-GB"); };

  function findings(found) {
    return found.map(([, check, severity, , text]) => make("div", { class: `finding ${severity}`, title: check }, quoted(text)));
  }

  const label = (figure) => [quoted(figure.indicator_text), " ", make("b", {}, quoted(figure.quote)), " ", make("span", { class: "quiet" }, figure.period)];

  function links(head, figures, mark = () => null) {
    if (!figures.length) return null;
    return make("section", {}, make("h3", {}, say(head)), ...figures.map((one) =>
      make("button", { type: "button", class: "link", onclick: () => Audit.select(one.start) }, ...label(one), mark(one))));
  }

  function relatives(figure) {
    const parent = figure.parent_id && doc.figureAt.get(Number(figure.parent_id.split(":").pop()));
    const parts = [...doc.figureAt.values()].filter((one) => one.parent_id === figure.figure_id);
    const found = [links("whole", parent ? [parent] : []), links("its_parts", parts)].filter(Boolean);
    return found.length ? make("div", {}, ...found) : null;
  }

  function same(figure) {
    const what = (one) => [one.indicator_code || one.indicator_text, one.measure, one.period, one.status, one.dimension].join("\n");
    const others = [...doc.figureAt.values()].filter((one) => one !== figure && figure.period && what(one) === what(figure));
    return links("same", others, (one) => {
      const differs = one.normalized_value !== figure.normalized_value;
      return make("span", { class: differs ? "differs" : "quiet" }, ` ${say(differs ? "differs" : "agrees")}`);
    });
  }

  function elsewhere() {
    const others = doc.elsewhere[start] || [];
    if (!others.length) return null;
    return make("section", {}, make("h3", {}, say("elsewhere")), ...others.map(([id, place, quote]) =>
      make("button", { type: "button", class: "link", onclick: () => Audit.open(id, place) }, quoted(id), " ", make("b", {}, quoted(quote)))));
  }

  function notes(place) {
    const told = doc.notes[place] || [];
    if (!told.length) return null;
    return make("section", {}, make("h3", {}, say("notes")), ...told.map((note) =>
      make("p", { class: "note" }, quoted(note.why), " ", quoted(say("judged_by", note.by, when(note.at)), "quiet"))));
  }

  function rules(ids) {
    if (!ids) return null;
    return make("section", { class: "rules" }, make("h3", {}, say("rules")), ...ids.split(" ").map((id) => {
      const [where, example] = doc.evidence?.rules?.[id] || ["", ""];
      return make("p", {}, make("code", {}, id), " ", quoted(where, "quiet"), " ", quoted(example, "quiet"));
    }));
  }

  // --- a number that is none ---

  function ofNumber([low, high, role, , rule]) {
    const before = doc.slice(Math.max(0, low - 30), low).split("\n").pop(), after = doc.slice(high, high + 30).split("\n")[0];
    return [
      make("h2", {}, make("b", {}, quoted(doc.slice(low, high))), " ", make("span", { class: `role ${role}` }, say("roles", role))),
      said(start), ...findings(doc.findingsOf(start)),
      make("p", {}, say("why_role", role)),
      make("p", { class: "sentence" }, ...shown(before), make("mark", {}, ...shown(doc.slice(low, high))), ...shown(after)),
      notes(start), rules(rule),
    ].filter(Boolean);
  }

  return { show, when, findings, marked, title };
})();
