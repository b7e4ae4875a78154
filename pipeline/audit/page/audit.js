"use strict";
// What happens: which document and figure is shown, keys, verdicts, the way through the queue.

const Audit = (() => {
  let dataset = null, doc = null, start = null, role = "", order = "queue", saving = false;
  const documents = new Map(), reasonAt = new Map();
  const readonly = () => Data.offline || Boolean(dataset.readonly);

  // --- opening ---

  async function begin() {
    words();
    if (!Data.allowed) { message(say("no_token")); return; }
    try {
      dataset = await Data.dataset();
    } catch (error) { fail(error); return; }
    document.title = `${dataset.name} · 报数`;
    for (const [at, place, reason] of dataset.queue) reasonAt.set(`${at} ${place}`, dataset.reasons[reason]);
    if (Data.offline) message(say("offline"), false);
    else if (dataset.readonly) message(dataset.readonly);
    for (const notice of dataset.notices) message(notice);
    words();
    const remembered = recall();
    const first = remembered || firstOpen() || [readable()[0]?.id, null];
    if (first[0]) await open(first[0], first[1]);
    else { chooser(); toolbar(); coverage(); }
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }

  const readable = () => dataset.documents.filter((one) => one.state === "done");
  const queue = () => (dataset.sample ? dataset.sample.queue : dataset.queue);
  const idAt = (at) => dataset.documents[at].id;

  function firstOpen() {
    const next = queue().find(([at, place]) => !judged(idAt(at), place));
    return next ? [idAt(next[0]), next[1]] : null;
  }

  function judged(id, place) {
    const known = documents.get(id);
    const word = known ? known.reviewOf(place) : dataset.judged[`${id}:${place}`];
    return word && word !== "stale" ? word : "";
  }

  /** Where the auditor was before the page was loaded again. */
  function recall() {
    try {
      const [id, place] = JSON.parse(sessionStorage.getItem("baoshu-place") || "[]");
      return readable().some((one) => one.id === id) ? [id, place] : null;
    } catch { return null; }
  }

  async function open(id, place = null) {
    if (!documents.has(id)) {
      try {
        documents.set(id, new Doc(await Data.document(id), dataset.columns));
      } catch (error) { fail(error); return; }
    }
    const next = documents.get(id);
    if (doc !== next) {
      doc = next; role = ""; start = null;
      Source.show(doc);
      Source.filter("");
      enrich(doc);
    }
    chooser();
    const items = relist();
    const at = place !== null && (doc.figureAt.has(place) || doc.numberAt.has(place)) ? place : items[0]?.start;
    if (at !== undefined) select(at);
    else { Detail.show(doc, null, dataset); toolbar(); }
    coverage();
  }

  async function enrich(of) {
    if (of.evidence) return;
    try {
      of.evidence = await Data.evidence(of.id);
      if (of.evidence.message) message(of.evidence.message, false);
    } catch (error) { fail(error); return; }
    if (doc !== of) return;
    Source.enrich();
    if (start !== null && !Detail.editing()) { Detail.show(doc, start, dataset); legend(); }
  }

  // --- the list ---

  function items() {
    const wanted = byId("search").value.trim().toLowerCase();
    const at = dataset.documents.findIndex((one) => one.id === doc.id);
    let found;
    if (role && role !== "figure") {
      found = doc.numerals.filter((one) => one[2] === role).map((one) => ({ start: one[0], role }));
    } else if (dataset.sample) {
      found = dataset.sample.queue.filter((one) => one[0] === at).map((one) => ({ start: one[1], role: doc.numberAt.get(one[1])?.[2] }));
    } else if (order === "queue") {
      found = dataset.queue.filter((one) => one[0] === at).map((one) => ({ start: one[1], reason: dataset.reasons[one[2]] }));
    } else {
      found = [...doc.figureAt.keys()].sort((a, b) => a - b).map((one) => ({ start: one, reason: reasonAt.get(`${at} ${one}`) }));
    }
    return wanted ? found.filter((one) => matches(one.start, wanted)) : found;
  }

  function matches(place, wanted) {
    const figure = doc.figureAt.get(place);
    const text = figure ? [figure.indicator_text, figure.indicator, figure.quote, figure.sentence, figure.period].join("\n")
      : doc.slice(Math.max(0, place - 20), place + 20);
    return text.toLowerCase().includes(wanted);
  }

  function relist() {
    const found = items();
    List.show(found, doc);
    orphans();
    return found;
  }

  /** What concerns the whole document: findings that name no figure, verdicts that have no place. */
  function orphans() {
    byId("orphans")?.remove();
    const whole = doc.findings.filter((one) => !one[3].length && one[1] !== "verdict_stale");
    if (!doc.orphans.length && !whole.length) return;
    const box = make("section", { id: "orphans" });
    if (whole.length) box.append(make("h3", {}, say("whole_document")), ...Detail.findings(whole));
    if (doc.orphans.length) box.append(make("h3", {}, say("orphans")));
    for (const one of doc.orphans) {
      box.append(make("div", { class: "orphan" },
        make("p", {}, quoted(one.before.slice(-20)), make("mark", {}, quoted(one.quote)), quoted(one.after.slice(0, 20))),
        make("p", { class: "quiet" }, quoted(one.reason), " ", quoted(say("judged_by", one.by, Detail.when(one.at)))),
        readonly() ? null : make("button", { type: "button", onclick: () => act(() => Data.retire(one.id)) }, say("verdicts", "retire"))));
    }
    byId("list").before(box);
  }

  function select(place, { scroll = true } = {}) {
    const number = doc.numberAt.get(place);
    if (!doc.figureAt.has(place) && number && number[3] !== null) place = number[3];
    if (Detail.editing() && place === start) return;
    start = place;
    try { sessionStorage.setItem("baoshu-place", JSON.stringify([doc.id, start])); } catch { /* no storage in a file */ }
    const isOther = !doc.figureAt.has(place);
    if (isOther && number && role !== number[2] && !dataset.sample) setRole(number[2]);
    else if (!isOther && role && role !== "figure") setRole("");
    Source.select(start, scroll);
    List.choose(start);
    Detail.show(doc, start, dataset);
    legend();
    toolbar();
  }

  function setRole(next) {
    role = next;
    Source.filter(role);
    relist();
    coverage();
  }

  function step(by) {
    const atEnd = by > 0 ? List.isLast() : List.isFirst();
    if (!atEnd) { select(List.beside(by)); return; }
    if (by > 0 && !role && (order === "queue" || dataset.sample)) onward();
  }

  /** The next of the queue that nobody has judged, in whatever document. */
  function onward() {
    const at = dataset.documents.findIndex((one) => one.id === doc.id);
    const all = queue(), here = all.findIndex((one) => one[0] === at && one[1] === start);
    const next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find(([d, place]) => !judged(idAt(d), place));
    if (!next) { message(say("done"), false); return; }
    const id = idAt(next[0]);
    id === doc.id ? select(next[1]) : open(id, next[1]);
  }

  // --- verdicts ---

  async function act(request, after = () => {}) {
    if (saving) return;
    saving = true;
    document.body.classList.add("saving");
    try {
      const changes = await request();
      take(changes);
      after(changes);
    } catch (error) { fail(error); } finally {
      saving = false;
      document.body.classList.remove("saving");
    }
  }

  function take(changes) {
    const of = documents.get(changes.document);
    for (const id of Object.keys(dataset.judged)) if (id.startsWith(`${changes.document}:`)) delete dataset.judged[id];
    Object.assign(dataset.judged, changes.judged);
    if (!of) return;
    for (const cells of Object.values(changes.figures)) of.put(cells);
    const touched = new Set([...Object.keys(of.verdicts), ...Object.keys(changes.verdicts), ...Object.keys(changes.figures)].map(Number));
    Object.assign(of, { findings: changes.findings, verdicts: changes.verdicts, notes: changes.notes, orphans: changes.orphans });
    if (of === doc) {
      for (const place of touched) Source.refresh(place);
      Source.select(start, false);
      List.redraw();
      orphans();
      Detail.show(doc, start, dataset);
      toolbar();
    }
    progress();
  }

  function judge(kind, told = {}) {
    if (readonly() || start === null) return;
    const isFigure = doc.figureAt.has(start);
    const verdict = isFigure || kind === "note" ? kind : { accept: "right", reject: "missing" }[kind];
    if (!verdict) return;
    const request = { document: doc.id, start, verdict, ...told };
    act(() => Data.judge(request), () => {
      message(`${say("saved")} · ${say("verdicts", verdict)}`, false);
      if (verdict !== "note") (role || order === "text") && !dataset.sample ? step(1) : onward();
    });
  }

  function undo() {
    if (readonly()) return;
    act(() => Data.undo(), (changes) => {
      message(say("undone", say("verdicts", changes.undone)), false);
      if (changes.start !== null) changes.document === doc.id ? select(changes.start) : open(changes.document, changes.start);
    });
  }

  function fix() {
    if (!readonly() && start !== null && Detail.edit()) toolbar();
  }

  function saveFix() { judge("fix", Detail.changes()); }

  function leaveFix() {
    Detail.show(doc, start, dataset);
    toolbar();
    byId("list").focus();
  }

  function note() {
    if (readonly() || start === null || byId("note")) return;
    const input = make("input", { id: "note", autocomplete: "off", placeholder: say("note_text") });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && input.value.trim()) judge("note", { why: input.value });
      if (event.key === "Escape") { input.remove(); byId("list").focus(); }
    });
    byId("detail").prepend(input);
    input.focus();
  }

  function fail(error) {
    if (!(error instanceof Data.Trouble)) console.error(error);
    message(error.message || String(error));
  }

  // --- the frame ---

  function words() {
    byId("language").textContent = say("other_language");
    byId("help").title = say("help");
    byId("chooser").title = say("choose");
    byId("search").placeholder = say("search");
    byId("finder").placeholder = say("find_document");
    byId("sign").textContent = say("sign");
    byId("order").textContent = say(order === "queue" ? "order_queue" : "order_text");
  }

  function chooser() {
    const row = dataset.documents.find((one) => one.id === doc?.id);
    byId("chosen").replaceChildren(row ? quoted(row.title || row.file) : say("choose"));
    byId("chosen").title = row ? row.file : "";
  }

  function coverage() {
    const row = dataset.documents.find((one) => one.id === doc?.id);
    if (!row) return;
    const all = Object.values(row.roles).reduce((sum, one) => sum + one, 0);
    const left = row.roles.unexplained || 0;
    const chips = Object.keys(WORDS.zh.roles).filter((one) => row.roles[one]).map((one) =>
      make("button", {
        type: "button", class: `chip ${one}`, dataset: { role: one }, "aria-pressed": String(role === one),
        onclick: () => { setRole(role === one ? "" : one); const first = items()[0]; if (first) select(first.start); },
      }, `${say("roles", one)} `, make("b", {}, String(row.roles[one]))));
    byId("coverage").replaceChildren(make("span", { class: left ? "left" : "" }, left ? say("coverage", all - left, all) : say("all_told", all)), ...chips);
    progress();
  }

  function progress() {
    const all = queue();
    const done = all.filter(([at, place]) => judged(idAt(at), place)).length;
    const bar = make("span", { class: "bar" }, make("span"));
    bar.firstChild.style.width = `${all.length ? (100 * done) / all.length : 0}%`;
    byId("progress").replaceChildren(say(dataset.sample ? "sample_progress" : "progress", done, all.length), bar);
    byId("sign").hidden = !(dataset.sample && done === all.length && !readonly());
  }

  function legend() {
    const kinds = new Set(start === null ? [] : Source.parts(start).map((part) => part.kind));
    byId("legend").replaceChildren(...Object.keys(WORDS.zh.parts).filter((kind) => kinds.has(kind)).map((kind) =>
      make("span", {}, make("i", { class: `part ${kind}` }), say("parts", kind))));
  }

  function toolbar() {
    const bar = byId("actions");
    if (readonly() || start === null || Detail.editing()) { bar.replaceChildren(); return; }
    const isFigure = doc.figureAt.has(start);
    const button = (name, letter, act_, css = "") => make("button", { type: "button", class: css, dataset: { verdict: name }, onclick: act_ }, say("verdicts", name), key(letter));
    const arrow = (name, sign, letter, by) => make("button", { type: "button", title: say("verdicts", name), "aria-label": say("verdicts", name), dataset: { verdict: name }, onclick: () => step(by) }, sign, key(letter));
    bar.replaceChildren(
      button(isFigure ? "accept" : "right", "a", () => judge("accept"), "primary"),
      ...(isFigure ? [button("fix", "e", fix)] : []),
      button(isFigure ? "reject" : "missing", "x", () => judge("reject")),
      ...(isFigure ? [button("unsure", "u", () => judge("unsure"))] : []),
      button("note", "n", note), button("undo", "z", undo),
      make("span", { class: "spring" }), arrow("previous", "‹", "k", -1), arrow("next", "›", "j", 1));
  }

  function toggleOrder() {
    order = order === "queue" ? "text" : "queue";
    words();
    relist();
    List.choose(start);
  }

  // --- dialogs ---

  function chooseDocument() {
    const dialog = byId("documents"), finder = byId("finder"), found = byId("found");
    const fill = () => {
      const wanted = finder.value.trim().toLowerCase();
      const fits = dataset.documents.filter((one) => [one.file, one.title, one.region, one.report_year].join(" ").toLowerCase().includes(wanted));
      found.replaceChildren(...fits.slice(0, 200).map((one) => make("button", {
        type: "button", class: "link", disabled: one.state !== "done", onclick: () => { dialog.close(); open(one.id); },
      }, make("b", {}, quoted(one.title || one.file)), make("span", { class: "quiet" },
        quoted([one.region, one.report_year, say("kinds", one.kind || "other"), one.file].filter(Boolean).join(" · "))),
      one.state === "done" ? make("span", { class: "quiet" }, say("number_of", one.figures)) : make("span", { class: "differs" }, say("unread"), " ", quoted(one.message)))));
    };
    finder.value = "";
    finder.oninput = fill;
    finder.onkeydown = (event) => { if (event.key === "Enter" && !event.isComposing) found.querySelector("button:not([disabled])")?.click(); };
    fill();
    dialog.showModal();
    finder.focus();
  }

  function help() {
    byId("keys").replaceChildren(make("h2", {}, say("help")), make("dl", {}, ...say("keys").flatMap(([letters, text]) =>
      [make("dt", {}, ...letters.split(" ").map((one) => (one === "/" && letters.length > 1 ? " / " : key(one)))), make("dd", {}, text)])),
    make("button", { type: "button", onclick: () => byId("keys").close() }, say("close"), key("Esc")));
    byId("keys").showModal();
  }

  async function sign() {
    try {
      const told = await Data.report();
      const name = make("input", { id: "signer", value: dataset.reviewer, placeholder: say("sign_name") });
      const end = make("div", { class: "buttons" }, name,
        make("button", { type: "button", class: "primary", onclick: () => signed(name.value, end) }, say("sign_do")),
        make("button", { type: "button", onclick: () => byId("report").close() }, say("close")));
      byId("report").replaceChildren(make("pre", {}, ...shown(told.text)), end);
      byId("report").showModal();
    } catch (error) { fail(error); }
  }

  async function signed(name, end) {
    try {
      const told = await Data.sign(name);
      const address = URL.createObjectURL(new Blob([told.html], { type: "text/html" }));
      end.replaceChildren(make("span", {}, quoted(say("saved_as", told.file))), make("a", { href: address, download: told.file }, say("download")),
        make("button", { type: "button", onclick: () => byId("report").close() }, say("close")));
    } catch (error) { byId("report").close(); fail(error); }
  }

  // --- keys ---

  const KEYS = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    a: () => judge("accept"), e: fix, x: () => judge("reject"), u: () => judge("unsure"), n: note, z: undo,
    q: toggleOrder, d: chooseDocument, "+": () => Source.enlarge(1), "=": () => Source.enlarge(1), "-": () => Source.enlarge(-1), 0: () => Source.enlarge(0), "/": () => byId("search").focus(), "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && Detail.editing()) { leaveFix(); return; }
    const typing = event.target.closest?.("input, select, textarea, dialog[open]");
    if (typing) {
      if (event.target.id === "search" && (event.key === "Enter" || event.key === "Escape")) byId("list").focus();
      return;
    }
    if (!dataset || !doc || Detail.editing() || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  byId("search").addEventListener("input", () => { const found = relist(); List.choose(found.some((one) => one.start === start) ? start : null); });
  byId("order").addEventListener("click", toggleOrder);
  byId("chooser").addEventListener("click", chooseDocument);
  byId("help").addEventListener("click", help);
  byId("sign").addEventListener("click", sign);
  byId("language").addEventListener("click", () => {
    switchLanguage();
    words();
    if (!dataset || !doc) return;
    coverage(); chooser(); relist(); List.choose(start); Detail.show(doc, start, dataset); legend(); toolbar();
  });

  return { begin, open, select, saveFix, leaveFix };
})();

Audit.begin();
