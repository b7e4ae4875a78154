"use strict";
// The list of figures (or of numbers of one role); only the rows in view are elements.

const List = (() => {
  const pane = byId("list"), rows = byId("rows");
  const HEIGHT = 46;
  const known = new Map(); // start -> its row: {element, told}
  let items = [], at = -1, doc = null, drawn = "";

  function show(next, of) {
    if (doc !== of) known.clear();
    items = next; doc = of; drawn = "";
    rows.style.height = `${items.length * HEIGHT}px`;
    byId("counted").textContent = say("number_of", items.length);
    draw();
  }

  function choose(start) {
    at = items.findIndex((one) => one.start === start);
    if (at >= 0) {
      const top = at * HEIGHT, low = pane.scrollTop, high = low + pane.clientHeight - HEIGHT;
      if (top < low || top > high) pane.scrollTop = Math.max(0, top - pane.clientHeight / 3);
    }
    drawn = "";
    draw();
  }

  /** Rows that are there already stay the same elements: they may be under a finger. */
  function draw() {
    const first = Math.max(0, Math.floor(pane.scrollTop / HEIGHT) - 3);
    const last = Math.min(items.length, first + Math.ceil(pane.clientHeight / HEIGHT) + 6);
    const now = `${first} ${last}`;
    if (now === drawn) return;
    drawn = now;
    const wanted = items.slice(first, last).map((one, i) => row(one, first + i));
    if (!items.length) wanted.push(make("p", { class: "empty" }, say("empty")));
    const stays = new Set(wanted);
    for (const old of [...rows.children]) if (!stays.has(old)) old.remove();
    for (const [start, one] of known) if (!stays.has(one.element)) known.delete(start);
    wanted.forEach((one, i) => { if (rows.children[i] !== one) rows.insertBefore(one, rows.children[i] || null); });
  }

  /** The row of an item; its content is made only where it says something else than before. */
  function row(item, place) {
    const figure = doc.figureAt.get(item.start), review = doc.reviewOf(item.start), waits = Saves.waits(doc.id, item.start);
    const told = JSON.stringify([language, review, waits, item.reason, item.role,
      figure && [figure.indicator_text, figure.indicator, figure.measure, figure.quote, figure.period, figure.status]]);
    let one = known.get(item.start);
    if (!one) {
      one = { element: make("div", { role: "option", dataset: { start: item.start } }), told: "" };
      known.set(item.start, one);
    }
    if (one.told !== told) {
      one.told = told;
      one.element.className = `row ${review ? `is-${review}` : ""} ${waits ? "waits" : ""}`;
      one.element.replaceChildren(make("span", { class: "dot", title: waits ? say("unsaved", 1) : review ? say("reviews", review) : "" }),
        ...(figure ? ofFigure(figure, item) : ofNumber(item)));
    }
    one.element.setAttribute("aria-selected", String(place === at));
    one.element.style.top = `${place * HEIGHT}px`;
    return one.element;
  }

  function ofFigure(figure, item) {
    const when = [figure.period, say("statuses", figure.status)].filter(Boolean).join(" ");
    return [
      make("span", { class: "what" }, quoted(figure.indicator_text || figure.indicator)),
      make("span", { class: "much" }, quoted(figure.measure === "level" ? figure.quote : `${say("measures", figure.measure)} ${figure.quote}`)),
      make("span", { class: "when" }, when), make("span", { class: `reason ${item.reason}` }, say("reasons", item.reason || "rest") || ""),
    ];
  }

  function ofNumber(item) {
    const [start, end] = doc.numberAt.get(item.start);
    return [
      make("span", { class: "what" }, quoted(doc.slice(Math.max(0, start - 14), start).split("\n").pop()), make("b", {}, quoted(doc.slice(start, end))),
        quoted(doc.slice(end, end + 14).split("\n")[0])),
      make("span", { class: "when" }, say("roles", item.role)),
    ];
  }

  pressing(rows, ".row", (start) => { if (doc.figureAt.has(start) || doc.numberAt.has(start)) Audit.select(start); });
  pane.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(() => { drawn = ""; draw(); }).observe(pane);

  return {
    show, choose,
    redraw: () => { drawn = ""; draw(); },
    beside: (step) => items[Math.min(items.length - 1, Math.max(0, at + step))]?.start,
    isLast: () => at === items.length - 1,
    isFirst: () => at <= 0,
  };
})();
