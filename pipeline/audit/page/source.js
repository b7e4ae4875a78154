"use strict";
// The left side: the source as it looks, every number in it marked by what became of it.

/** A document as the page works with it; offsets are of characters, as in the tables. */
class Doc {
  constructor(told, columns) {
    Object.assign(this, told);
    this.columns = columns;
    this.units = astral(told.text);
    this.figureAt = new Map();
    for (const cells of told.figures) this.put(cells);
    this.numberAt = new Map(this.numerals.map((one) => [one[0], one]));
    this.marks = marksOf(this);
    this.evidence = null;
  }

  put(cells) {
    const figure = Object.fromEntries(this.columns.map((name, at) => [name, cells[at]]));
    figure.start = Number(figure.char_start);
    figure.end = Number(figure.char_end);
    this.figureAt.set(figure.start, figure);
  }

  /** text[start:end] in characters. */
  slice(start, end) {
    return this.units ? this.text.slice(this.units[start], this.units[end]) : this.text.slice(start, end);
  }

  /** What stands of a verdict at a figure or number: a word of `reviews`, or "". */
  reviewOf(start) {
    const figure = this.figureAt.get(start);
    if (figure) return figure.review;
    const verdict = this.verdicts[start];
    return verdict && !verdict.stale ? verdict.verdict : "";
  }

  findingsOf(start) { return this.findings.filter((one) => one[3].includes(start)); }
}

/** Where each character begins in a string of UTF-16 units; null where the two count alike. */
function astral(text) {
  if (!/[\uD800-\uDBFF]/.test(text)) return null;
  const places = [];
  let place = 0;
  for (const char of text) { places.push(place); place += char.length; }
  places.push(place);
  return Int32Array.from(places);
}

/** What is marked in a document: figures whole, other numbers; sorted, none inside another. */
function marksOf(doc) {
  const figures = [...doc.figureAt.values()].map((f) => ({ start: f.start, end: f.end, role: "figure" }));
  const others = doc.numerals.filter((one) => one[2] !== "figure").map((one) => ({ start: one[0], end: one[1], role: one[2] }));
  const all = [...figures, ...others].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = -1;
  return all.filter((mark) => mark.start >= end && (end = mark.end));
}

const Source = (() => {
  const pane = byId("source");
  const BIT = 250; // lines
  const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];
  let doc = null, lines = [], pages = [], chosen = null, watcher = null, zoom = 2;

  function show(next) {
    doc = next; chosen = null; lines = []; pages = [];
    watcher?.disconnect();
    pane.replaceChildren();
    pane.scrollTop = 0;
    pane.className = doc.pages.length ? "pages" : "text";
    doc.pages.length ? showPages() : showText();
  }

  // --- text ---

  function showText() {
    const levels = new Map(doc.headings.map(([start, , level]) => [start, Math.min(level, 3)]));
    let start = 0, place = 0, table = null;
    const all = document.createDocumentFragment();
    for (const content of doc.text.split("\n")) {
      const end = start + (doc.units ? [...content].length : content.length);
      const cells = content.includes("\t");
      const level = levels.get(start);
      const element = cells ? make("div", { class: "tr" })
        : make(level ? `h${level + 1}` : "p", content.trim() ? {} : { class: "blank" });
      if (cells) {
        if (!table) { table = make("div", { class: "table" }); all.append(table); }
        table.append(element);
      } else { table = null; all.append(element); }
      const first = place;
      while (place < doc.marks.length && doc.marks[place].start < end) place += 1;
      const line = { start, end, element, marks: doc.marks.slice(first, place), drawn: false };
      lines.push(line);
      element.textContent = content.replace(HIDDEN, ""); // until it is drawn
      start = end + 1;
    }
    pane.append(all);
    drawRest(doc, 0);
  }

  /** Mark the numbers of a long text bit by bit; what is chosen does not wait for that. */
  function drawRest(of, from) {
    if (doc !== of) return;
    const until = from + BIT;
    for (const line of lines.slice(from, until)) if (!line.drawn) draw(line, []);
    if (until < lines.length) setTimeout(() => drawRest(of, until), 0);
  }

  /** Fill a line with its text, cut where marks and parts begin and end. */
  function draw(line, parts) {
    const cuts = new Set([line.start, line.end]);
    for (const one of [...line.marks, ...parts]) {
      if (one.start > line.start) cuts.add(Math.min(one.start, line.end));
      if (one.end < line.end) cuts.add(Math.max(one.end, line.start));
    }
    const places = [...cuts].sort((a, b) => a - b);
    const isRow = line.element.className === "tr";
    const nodes = [];
    let cell = isRow ? make("span", { class: "td" }) : null;
    const put = (node) => (cell ? cell.append(node) : nodes.push(node));
    for (let i = 0; i + 1 < places.length; i += 1) {
      const low = places[i], high = places[i + 1];
      const mark = line.marks.find((one) => one.start <= low && high <= one.end);
      const part = parts.filter((one) => one.start <= low && high <= one.end);
      const pieces = isRow ? doc.slice(low, high).split("\t") : [doc.slice(low, high)];
      pieces.forEach((piece, at) => {
        if (at) { nodes.push(cell); cell = make("span", { class: "td" }); }
        if (!piece) return;
        if (!mark && !part.length) { for (const node of shown(piece)) put(node); return; }
        put(make("span", { class: classes(mark, part), dataset: mark ? { start: mark.start, role: mark.role } : {} }, ...shown(piece)));
      });
    }
    if (cell) nodes.push(cell);
    line.drawn = true;
    line.element.replaceChildren(...nodes);
  }

  function classes(mark, parts) {
    const found = parts.map((part) => `part ${part.kind}`);
    if (mark) {
      found.push("mark", mark.role);
      const review = doc.reviewOf(mark.start);
      if (review) found.push(`is-${review}`);
      if (mark.start === chosen) found.push("chosen");
    }
    return found.join(" ");
  }

  const linesOf = (spans) => lines.filter((line) => spans.some((one) => one.start <= line.end && one.end >= line.start));

  // --- pages ---

  function showPages() {
    watcher = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) { watcher.unobserve(one.target); paint(one.target); }
    }, { root: pane, rootMargin: "1200px" });
    doc.pages.forEach(([width, height], at) => {
      const element = make("div", { class: "page", dataset: { page: at + 1 } });
      element.style.aspectRatio = `${width} / ${height}`;
      pages.push({ element, width, height });
      pane.append(element);
      watcher.observe(element);
    });
    drawBoxes();
  }

  async function paint(element) {
    const mine = doc, number = Number(element.dataset.page);
    try {
      const address = await Data.picture(mine.id, number);
      if (doc === mine) element.prepend(make("img", { src: address, alt: say("page", number), draggable: "false" }));
    } catch (error) {
      if (doc === mine) element.prepend(make("p", { class: "no-picture" }, say("page_missing"), quoted(error.message)));
    }
  }

  function boxesOf(start, end) {
    const found = doc.evidence?.boxes?.[`${start}-${end}`];
    if (found) return found;
    const figure = doc.figureAt.get(start);
    if (!figure || figure.end !== end || !figure.page) return [];
    return figure.boxes ? JSON.parse(figure.boxes) : [[figure.page, figure.x0, figure.top, figure.x1, figure.bottom].map(Number)];
  }

  function place(box, css, told) {
    const [number, x0, top, x1, bottom] = box;
    const page = pages[number - 1];
    if (!page) return null;
    const element = make("span", { class: css, dataset: told });
    Object.assign(element.style, {
      left: `${(x0 / page.width) * 100}%`, top: `${(top / page.height) * 100}%`,
      width: `${((x1 - x0) / page.width) * 100}%`, height: `${((bottom - top) / page.height) * 100}%`,
    });
    page.element.append(element);
    return element;
  }

  function drawBoxes() {
    for (const old of pane.querySelectorAll(".page > .mark")) old.remove();
    for (const mark of doc.marks) {
      for (const box of boxesOf(mark.start, mark.end)) place(box, classes(mark, []), { start: mark.start, role: mark.role });
    }
  }

  // --- both ---

  /** Spans of a figure's parts, its whole among them; without evidence the figure itself alone. */
  function partsOf(start) {
    const figure = doc.figureAt.get(start);
    if (!figure) return [];
    const told = doc.evidence?.parts?.[start] || [];
    const parts = told.map(([kind, low, high]) => ({ kind, start: low, end: high }));
    const whole = figure.parent_id && doc.figureAt.get(Number(figure.parent_id.split(":").pop()));
    if (whole) parts.push({ kind: "parent", start: whole.start, end: whole.end });
    return parts;
  }

  function select(start, scroll = true) {
    const before = chosen;
    chosen = start;
    if (doc.pages.length) selectBoxes(start, before);
    else selectText(start, before);
    if (scroll) reveal(start);
  }

  function selectText(start, before) {
    const parts = start === null ? [] : partsOf(start);
    const old = before === null ? [] : [...partsOf(before), ...own(before)];
    const touched = new Set([...linesOf(old), ...linesOf([...parts, ...own(start)])]);
    for (const line of touched) draw(line, parts.filter((one) => one.start < line.end && one.end > line.start));
  }

  const own = (start) => doc.marks.filter((mark) => mark.start === start);

  function selectBoxes(start, before) {
    for (const old of pane.querySelectorAll(".page > .part")) old.remove();
    for (const old of pane.querySelectorAll(`.mark[data-start="${Number(before)}"]`)) old.classList.remove("chosen");
    for (const now of pane.querySelectorAll(`.mark[data-start="${Number(start)}"]`)) now.classList.add("chosen");
    if (start === null) return;
    for (const part of partsOf(start)) {
      for (const box of boxesOf(part.start, part.end)) place(box, `part ${part.kind}`, {});
    }
  }

  function reveal(start) {
    pane.querySelector(`.mark[data-start="${Number(start)}"]`)?.scrollIntoView({ block: "center", inline: "center" });
  }

  /** Draw a figure anew after a verdict. */
  function refresh(start) {
    if (doc.pages.length) {
      const mark = own(start)[0];
      for (const box of pane.querySelectorAll(`.page > .mark[data-start="${Number(start)}"]`)) box.className = classes(mark, []);
    } else {
      const parts = chosen === null ? [] : partsOf(chosen);
      for (const line of linesOf(own(start))) draw(line, parts.filter((one) => one.start < line.end && one.end > line.start));
    }
  }

  /** The parts and boxes have come. */
  function enrich() {
    if (doc.pages.length) drawBoxes();
    if (chosen !== null) select(chosen, false);
  }

  /** Pages larger (1), smaller (-1), or as wide as the pane (0); what is chosen stays in view. */
  function enlarge(by) {
    zoom = by ? Math.min(ZOOMS.length - 1, Math.max(0, zoom + by)) : ZOOMS.indexOf(1);
    pane.style.setProperty("--zoom", ZOOMS[zoom]);
    if (chosen !== null) reveal(chosen);
  }

  const filter = (role) => { role ? (pane.dataset.only = role) : delete pane.dataset.only; };

  pressing(pane, ".mark", (start) => Audit.select(start, { scroll: false }));

  return { show, select, refresh, enrich, filter, enlarge, parts: (start) => partsOf(start), reveal };
})();
