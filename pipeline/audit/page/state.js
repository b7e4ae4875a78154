"use strict";
// What is shown: the dataset, the documents that have come, the one that is open, what is chosen in it.

const State = {
  dataset: null, doc: null, start: null, role: "", order: "queue",
  documents: new Map(), reasonAt: new Map(),
  opening: false, // a document is waited for
  trouble: null, // why there is no dataset

  take(dataset) {
    State.dataset = dataset;
    for (const [at, place, reason] of dataset.queue) State.reasonAt.set(`${at} ${place}`, dataset.reasons[reason]);
  },

  readonly: () => Data.offline || Boolean(State.dataset.readonly),
  readable: () => State.dataset.documents.filter((one) => one.state === "done"),
  queue: () => (State.dataset.sample ? State.dataset.sample.queue : State.dataset.queue),
  idAt: (at) => State.dataset.documents[at].id,
  at: () => State.dataset.documents.findIndex((one) => one.id === State.doc?.id),
  row: () => State.dataset.documents.find((one) => one.id === State.doc?.id),

  /** What stands at a place, as far as the log has it. */
  judged(id, place) {
    const known = State.documents.get(id);
    const word = known ? known.reviewOf(place) : State.dataset.judged[`${id}:${place}`];
    return word && word !== "stale" ? word : "";
  },

  isOpen: ([at, place]) => !State.judged(State.idAt(at), place) && !Saves.waits(State.idAt(at), place),

  remember() {
    try { sessionStorage.setItem("baoshu-place", JSON.stringify([State.doc.id, State.start])); } catch { /* no storage in a file */ }
  },

  /** Where the auditor was before the page was loaded again. */
  recall() {
    try {
      const [id, place] = JSON.parse(sessionStorage.getItem("baoshu-place") || "[]");
      return State.readable().some((one) => one.id === id) ? [id, place] : null;
    } catch { return null; }
  },

  /** What the list shows. */
  items() {
    const { doc, dataset, role } = State, at = State.at();
    const wanted = byId("search").value.trim().toLowerCase();
    const here = (queue) => queue.filter((one) => one[0] === at);
    let found;
    if (role && role !== "figure") {
      found = doc.numerals.filter((one) => one[2] === role).map((one) => ({ start: one[0], role }));
    } else if (dataset.sample) {
      found = here(dataset.sample.queue).map((one) => ({ start: one[1], role: doc.numberAt.get(one[1])?.[2] }));
    } else if (State.order === "queue") {
      found = here(dataset.queue).map((one) => ({ start: one[1], reason: dataset.reasons[one[2]] }));
    } else {
      found = [...doc.figureAt.keys()].sort((a, b) => a - b).map((one) => ({ start: one, reason: State.reasonAt.get(`${at} ${one}`) }));
    }
    return wanted ? found.filter((one) => State.matches(one.start, wanted)) : found;
  },

  matches(place, wanted) {
    const doc = State.doc, figure = doc.figureAt.get(place);
    const text = figure ? [figure.indicator_text, figure.indicator, figure.quote, figure.sentence, figure.period].join("\n")
      : doc.slice(Math.max(0, place - 20), place + 20);
    return text.toLowerCase().includes(wanted);
  },
};
