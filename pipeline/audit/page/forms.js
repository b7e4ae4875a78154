"use strict";
// Fields to put right, and notes; what was typed stays until it is saved or given up.

const Forms = (() => {
  const pane = byId("detail");
  const drafts = new Map(); // document and place -> {fields: {column: text}, why, note}
  let what = "", doc = null, start = null, fields = new Map();

  const key_ = (of, place) => `${of.id} ${place}`;
  const draft = () => drafts.get(key_(doc, start)) || {};

  function keep(told) {
    const old = draft();
    drafts.set(key_(doc, start), { ...old, ...told, fields: { ...old.fields, ...told.fields } });
  }

  function begin(kind) { what = kind; doc = State.doc; start = State.start; }

  /** The form of the figure that is shown, with what was typed before; `focus`: whether keys go there at once. */
  function edit(focus = true) {
    const figure = State.doc.figureAt.get(State.start);
    if (!figure) return false;
    begin("fix");
    fields = new Map();
    const form = make("form", { id: "fix", onsubmit: (event) => { event.preventDefault(); Audit.saveFix(); } });
    for (const name of State.dataset.editable) {
      const input = inputOf(name, draft().fields?.[name] ?? figure[name]);
      input.addEventListener("input", () => keep({ fields: { [name]: input.value } }));
      fields.set(name, input);
      form.append(make("label", {}, make("span", {}, Detail.title(name)), input));
    }
    const why = make("input", { id: "fix-why", autocomplete: "off", placeholder: say("reason_why"), value: draft().why || "" });
    why.addEventListener("input", () => keep({ why: why.value }));
    form.append(make("label", {}, make("span", {}, say("notes")), why),
      make("div", { class: "buttons" }, make("button", { type: "submit", class: "primary" }, say("verdicts", "save"), key("Enter")),
        make("button", { type: "button", onclick: () => Audit.leave() }, say("verdicts", "cancel"), key("Esc"))));
    pane.replaceChildren(make("h2", {}, quoted(figure.indicator_text), " ", make("b", {}, quoted(figure.quote))),
      make("p", { class: "sentence" }, ...Detail.marked(figure)), form);
    if (focus) fields.get("indicator_text").focus();
    return true;
  }

  function inputOf(name, value) {
    const words = State.dataset.vocabulary[name];
    if (WORDED[name]) {
      return make("select", { name, value }, ...words.map((word) => make("option", { value: word, selected: word === value }, `${say(WORDED[name], word)} ${word}`)));
    }
    const input = make("input", { name, value, autocomplete: "off", spellcheck: "false", list: words || name === "indicator_code" ? `words-${name}` : undefined });
    if (name === "indicator_code") suggest(name, State.dataset.vocabulary.indicator);
    else if (words) suggest(name, words.map((word) => [word, ""]));
    return input;
  }

  function suggest(name, words) {
    if (byId(`words-${name}`)) return;
    document.body.append(make("datalist", { id: `words-${name}` }, ...words.map(([value, text]) => make("option", { value }, text))));
  }

  /** The fields that were changed, and the reason. */
  function changes() {
    const figure = doc.figureAt.get(start);
    const told = {};
    for (const [name, input] of fields) if (input.value.trim() !== figure[name]) told[name] = input.value.trim();
    return { fields: told, why: byId("fix-why").value };
  }

  function note(focus = true) {
    if (byId("note")) { byId("note").focus(); return; }
    begin("note");
    const input = make("input", { id: "note", autocomplete: "off", placeholder: say("note_text"), value: draft().note || "" });
    input.addEventListener("input", () => keep({ note: input.value }));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && input.value.trim()) Audit.saveNote(input.value);
      if (event.key === "Escape") Audit.leave();
    });
    pane.prepend(input);
    if (focus) input.focus();
  }

  return {
    edit, note, changes,
    what: () => what, // "fix", "note", or "" where no form is open
    close: () => { what = ""; },
    /** Be done with what was typed, unless it is being typed. */
    forget: (of, place) => { if (!(what && of === doc && place === start)) drafts.delete(key_(of, place)); },
    drafted: (of, place) => Object.keys(drafts.get(key_(of, place))?.fields || {}).length > 0,
  };
})();
