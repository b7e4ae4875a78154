"use strict";
// What happens: which document and figure is shown, verdicts, the way through the queue.

const Audit = (() => {
  let asked = 0; // documents that were asked for

  // --- opening ---

  async function begin() {
    Frame.words();
    if (!Data.allowed) { cannot(say("no_token")); return; }
    try {
      State.take(await Data.dataset());
    } catch (error) { cannot(error.message || String(error)); return; }
    const { dataset } = State;
    document.title = `${dataset.name} · 报数`;
    if (Data.offline) message(say("offline"), false);
    else if (dataset.readonly) message(dataset.readonly);
    for (const notice of dataset.notices) message(notice);
    Frame.words();
    const next = State.queue().find(State.isOpen);
    const first = State.recall() || (next && [State.idAt(next[0]), next[1]]) || [State.readable()[0]?.id, null];
    if (first[0]) await open(first[0], first[1]);
    else { Frame.chooser(); Frame.toolbar(); Frame.coverage(); }
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }

  function cannot(why) {
    State.trouble = why;
    message(why);
  }

  async function open(id, place = null) {
    const mine = ++asked;
    if (!State.documents.has(id)) {
      State.opening = true;
      try {
        State.documents.set(id, new Doc(await Data.document(id), State.dataset.columns));
      } catch (error) { if (mine === asked) { State.opening = false; fail(error); } return; }
      if (mine !== asked) return; // another one is wanted by now
    }
    State.opening = false;
    const next = State.documents.get(id);
    if (State.doc !== next) {
      State.doc = next; State.role = ""; State.start = null;
      Source.show(next);
      Source.filter("");
      enrich(next);
    }
    Frame.chooser();
    const items = relist();
    const at = place !== null && (next.figureAt.has(place) || next.numberAt.has(place)) ? place : items[0]?.start;
    if (at !== undefined) select(at);
    else { Detail.show(); Frame.toolbar(); }
    Frame.coverage();
  }

  async function enrich(of) {
    if (of.evidence) return;
    try {
      of.evidence = await Data.evidence(of.id);
      if (of.evidence.message) message(of.evidence.message, false);
    } catch (error) { fail(error); return; }
    if (State.doc !== of) return;
    Source.enrich();
    if (State.start !== null && !Forms.what()) { Detail.show(); Frame.legend(); }
  }

  // --- the list ---

  function relist() {
    const found = State.items();
    List.show(found, State.doc);
    orphans();
    return found;
  }

  /** What concerns the whole document: findings that name no figure, verdicts that have no place. */
  function orphans() {
    byId("orphans")?.remove();
    const whole = State.doc.findings.filter((one) => !one[3].length && one[1] !== "verdict_stale");
    if (!State.doc.orphans.length && !whole.length) return;
    const box = make("section", { id: "orphans" });
    if (whole.length) box.append(make("h3", {}, say("whole_document")), ...Detail.findings(whole));
    if (State.doc.orphans.length) box.append(make("h3", {}, say("orphans")));
    for (const one of State.doc.orphans) {
      box.append(make("div", { class: "orphan" },
        make("p", {}, quoted(one.before.slice(-20)), make("mark", {}, quoted(one.quote)), quoted(one.after.slice(0, 20))),
        make("p", { class: "quiet" }, quoted(one.reason), " ", quoted(say("judged_by", one.by, Detail.when(one.at)))),
        State.readonly() ? null : make("button", { type: "button", onclick: () => retire(one.id) }, say("verdicts", "retire"))));
    }
    byId("list").before(box);
  }

  function select(place, { scroll = true } = {}) {
    const { doc } = State, number = doc.numberAt.get(place);
    if (!doc.figureAt.has(place) && number && number[3] !== null) place = number[3];
    if (Forms.what() && place === State.start) return;
    State.start = place;
    State.remember();
    const isOther = !doc.figureAt.has(place);
    if (isOther && number && State.role !== number[2] && !State.dataset.sample) setRole(number[2]);
    else if (!isOther && State.role && State.role !== "figure") setRole("");
    Source.select(place, scroll);
    List.choose(place);
    show();
  }

  /** The figure that is chosen, without a form. */
  function show() {
    Detail.show();
    Frame.legend();
    Frame.toolbar();
  }

  function setRole(next) {
    State.role = next;
    Source.filter(next);
    relist();
    Frame.coverage();
  }

  /** Numbers of one role alone, the first of them chosen. */
  function only(role) {
    setRole(role);
    const first = State.items()[0];
    if (first) select(first.start);
  }

  function step(by) {
    const atEnd = by > 0 ? List.isLast() : List.isFirst();
    if (!atEnd) { select(List.beside(by)); return; }
    if (by > 0 && !State.role && (State.order === "queue" || State.dataset.sample)) onward();
  }

  /** The next of the queue that nobody has judged, in whatever document. */
  function onward() {
    const at = State.at(), all = State.queue();
    const here = all.findIndex((one) => one[0] === at && one[1] === State.start);
    const next = [...all.slice(here + 1), ...all.slice(0, here + 1)].find(State.isOpen);
    if (!next) { message(say("done"), false); return; }
    go(State.idAt(next[0]), next[1]);
  }

  async function go(id, place) {
    if (id === State.doc.id) select(place);
    else await open(id, place);
  }

  // --- verdicts ---

  function take(changes) {
    const of = State.documents.get(changes.document), { judged } = State.dataset;
    for (const id of Object.keys(judged)) if (id.startsWith(`${changes.document}:`)) delete judged[id];
    Object.assign(judged, changes.judged);
    if (!of) return;
    const before = JSON.stringify(of.findingsOf(State.start));
    for (const cells of Object.values(changes.figures)) of.put(cells);
    const touched = new Set([...Object.keys(of.verdicts), ...Object.keys(changes.verdicts), ...Object.keys(of.notes),
      ...Object.keys(changes.notes), ...Object.keys(changes.figures)].map(Number));
    Object.assign(of, { findings: changes.findings, verdicts: changes.verdicts, notes: changes.notes, orphans: changes.orphans });
    if (of !== State.doc) return;
    for (const place of touched) Source.refresh(place);
    Source.select(State.start, false);
    orphans();
    const isOther = touched.has(State.start) || before !== JSON.stringify(of.findingsOf(State.start));
    if (isOther && !Forms.what()) show(); // what is being typed stays
  }

  /** Whether nothing can be judged now; says why. */
  function blocked() {
    const why = State.readonly() ? State.dataset.readonly || say("offline") : State.opening ? say("loading_key")
      : Saves.undoing() ? say("undo_first") : "";
    if (why) message(why, false);
    return Boolean(why) || State.start === null;
  }

  /** Whether the auditor is at a form or a field, from which nothing may lead away. */
  const typing = () => Boolean(Forms.what() || document.querySelector("dialog[open]") || document.activeElement?.matches("input, select"));

  function judge(kind) {
    if (blocked()) return;
    const isFigure = State.doc.figureAt.has(State.start);
    const verdict = isFigure ? kind : { accept: "right", reject: "missing" }[kind];
    if (verdict) save(verdict);
  }

  /** Save a verdict on what is chosen and go on at once; `form`: opens the form again where it did not do. */
  function save(verdict, told = {}, form = null) {
    const of = State.doc, place = State.start;
    const back = async () => {
      if (typing()) return;
      await go(of.id, place);
      if (form && State.doc === of && State.start === place) { form(false); Frame.toolbar(); }
    };
    Saves.put({
      kind: verdict, told: { document: of.id, start: place, verdict, ...told }, send: Data.judge,
      done: (changes) => {
        if (form) Forms.forget(of, place);
        take(changes);
        message(`${say("saved")} · ${say("verdicts", verdict)}`, false);
      },
      refused: async (error) => { await back(); fail(error); },
      kept: back,
    });
    if (verdict !== "note") (State.role || State.order === "text") && !State.dataset.sample ? step(1) : onward();
    if (State.doc === of && State.start === place) show();
  }

  function undo() {
    if (State.readonly()) { blocked(); return; }
    Saves.put({
      kind: "undo", told: {}, send: Data.undo, refused: fail, kept: () => {},
      done: (changes) => {
        take(changes);
        message(say("undone", say("verdicts", changes.undone)), false);
        if (changes.start !== null && !typing()) go(changes.document, changes.start);
      },
    });
  }

  function retire(entry) {
    Saves.put({ kind: "retire", told: { entry }, send: Data.retire, done: take, refused: fail, kept: () => {} });
  }

  function fix() {
    if (!blocked() && Forms.edit()) Frame.toolbar();
  }

  function saveFix() {
    const told = Forms.changes();
    Forms.close();
    byId("list").focus({ preventScroll: true });
    save("fix", told, Forms.edit);
  }

  function note() {
    if (!blocked()) Forms.note();
  }

  function saveNote(why) {
    Forms.close();
    byId("list").focus({ preventScroll: true });
    save("note", { why }, Forms.note);
  }

  /** Give up what was typed. */
  function leave() {
    Forms.close();
    Forms.forget(State.doc, State.start);
    show();
    byId("list").focus();
  }

  function fail(error) {
    if (!(error instanceof Data.Trouble)) console.error(error);
    message(error.message || String(error));
  }

  // --- what is said and in which order ---

  function toggleOrder() {
    State.order = State.order === "queue" ? "text" : "queue";
    Frame.words();
    relist();
    List.choose(State.start);
  }

  function translate() {
    switchLanguage();
    Frame.words();
    if (!State.dataset || !State.doc) return;
    const form = Forms.what();
    Frame.coverage(); Frame.chooser(); relist(); List.choose(State.start); show();
    if (form) { Forms[{ fix: "edit", note: "note" }[form]](); Frame.toolbar(); }
  }

  byId("search").addEventListener("input", () => {
    if (!State.doc) return;
    const found = relist();
    List.choose(found.some((one) => one.start === State.start) ? State.start : null);
  });
  byId("order").addEventListener("click", () => { if (State.doc) toggleOrder(); });
  byId("chooser").addEventListener("click", () => { if (State.dataset) Dialogs.chooseDocument(); });
  byId("help").addEventListener("click", () => Dialogs.help());
  byId("sign").addEventListener("click", () => Dialogs.sign());
  byId("language").addEventListener("click", translate);

  return { begin, open, select, only, step, judge, undo, fix, saveFix, note, saveNote, leave, toggleOrder, fail };
})();
