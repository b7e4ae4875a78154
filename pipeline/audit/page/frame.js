"use strict";
// Around document and figure: the head with what is done, the legend, the buttons.

const Frame = (() => {
  let drawn = ""; // which buttons there are

  function words() {
    byId("language").textContent = say("other_language");
    byId("help").title = say("help");
    byId("chooser").title = say("choose");
    byId("search").placeholder = say("search");
    byId("finder").placeholder = say("find_document");
    byId("sign").textContent = say("sign");
    byId("order").textContent = say(State.order === "queue" ? "order_queue" : "order_text");
  }

  function chooser() {
    const row = State.row();
    byId("chosen").replaceChildren(row ? quoted(row.title || row.file) : say("choose"));
    byId("chosen").title = row ? row.file : "";
  }

  function coverage() {
    const row = State.row();
    if (!row) return;
    const all = Object.values(row.roles).reduce((sum, one) => sum + one, 0);
    const left = row.roles.unexplained || 0;
    const chips = Object.keys(WORDS.zh.roles).filter((one) => row.roles[one]).map((one) =>
      make("button", {
        type: "button", class: `chip ${one}`, dataset: { role: one }, "aria-pressed": String(State.role === one),
        onclick: () => Audit.only(State.role === one ? "" : one),
      }, `${say("roles", one)} `, make("b", {}, String(row.roles[one]))));
    byId("coverage").replaceChildren(make("span", { class: left ? "left" : "" }, left ? say("coverage", all - left, all) : say("all_told", all)), ...chips);
    progress();
  }

  function progress() {
    const all = State.queue(), waiting = Saves.count();
    const done = all.filter(([at, place]) => State.judged(State.idAt(at), place)).length;
    const bar = make("span", { class: "bar" }, make("span"));
    bar.firstChild.style.width = `${all.length ? (100 * done) / all.length : 0}%`;
    byId("progress").replaceChildren(say(State.dataset.sample ? "sample_progress" : "progress", done, all.length),
      waiting ? make("span", { id: "unsaved" }, ` · ${say("unsaved", waiting)}`) : "", bar);
    byId("sign").hidden = !(State.dataset.sample && done === all.length && !waiting && !State.readonly());
  }

  function legend() {
    const kinds = new Set(State.start === null ? [] : Source.parts(State.start).map((part) => part.kind));
    byId("legend").replaceChildren(...Object.keys(WORDS.zh.parts).filter((kind) => kinds.has(kind)).map((kind) =>
      make("span", {}, make("i", { class: `part ${kind}` }), say("parts", kind))));
  }

  function toolbar() {
    const bar = byId("actions");
    const none = State.readonly() || State.start === null || Forms.what() === "fix";
    const isFigure = !none && State.doc.figureAt.has(State.start);
    const wanted = none ? "none" : `${language} ${isFigure}`;
    if (wanted === drawn) return; // a button that is being pressed stays
    drawn = wanted;
    if (none) { bar.replaceChildren(); return; }
    const button = (name, letter, act_, css = "") => make("button", { type: "button", class: css, dataset: { verdict: name }, onclick: act_ }, say("verdicts", name), key(letter));
    const arrow = (name, sign, letter, by) => make("button", { type: "button", title: say("verdicts", name), "aria-label": say("verdicts", name), dataset: { verdict: name }, onclick: () => Audit.step(by) }, sign, key(letter));
    bar.replaceChildren(
      button(isFigure ? "accept" : "right", "a", () => Audit.judge("accept"), "primary"),
      ...(isFigure ? [button("fix", "e", Audit.fix)] : []),
      button(isFigure ? "reject" : "missing", "x", () => Audit.judge("reject")),
      ...(isFigure ? [button("unsure", "u", () => Audit.judge("unsure"))] : []),
      button("note", "n", Audit.note), button("undo", "z", Audit.undo),
      make("span", { class: "spring" }), arrow("previous", "‹", "k", -1), arrow("next", "›", "j", 1));
  }

  return { words, chooser, coverage, progress, legend, toolbar };
})();
