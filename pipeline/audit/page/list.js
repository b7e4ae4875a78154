"use strict";
// The list of figures (or of numbers of one role); only the rows in view are elements.

const List = (() => {
  const pane = byId("list"), rows = byId("rows");
  const HEIGHT = 46;
  let items = [], at = -1, doc = null, drawn = "";

  function show(next, of) {
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

  function draw() {
    const first = Math.max(0, Math.floor(pane.scrollTop / HEIGHT) - 3);
    const last = Math.min(items.length, first + Math.ceil(pane.clientHeight / HEIGHT) + 6);
    const now = `${first} ${last}`;
    if (now === drawn) return;
    drawn = now;
    rows.replaceChildren(...items.slice(first, last).map((one, i) => row(one, first + i)));
    if (!items.length) rows.append(make("p", { class: "empty" }, say("empty")));
  }

  function row(item, place) {
    const figure = doc.figureAt.get(item.start);
    const review = doc.reviewOf(item.start);
    const element = make("div", {
      class: `row ${review ? `is-${review}` : ""}`, role: "option", "aria-selected": String(place === at),
      dataset: { start: item.start }, onclick: () => Audit.select(item.start),
    });
    element.style.top = `${place * HEIGHT}px`;
    element.append(make("span", { class: "dot", title: review ? say("reviews", review) : "" }));
    if (figure) {
      const when = [figure.period, say("statuses", figure.status)].filter(Boolean).join(" ");
      const reason = say("reasons", item.reason || "rest");
      element.append(
        make("span", { class: "what" }, quoted(figure.indicator_text || figure.indicator)),
        make("span", { class: "much" }, quoted(figure.measure === "level" ? figure.quote : `${say("measures", figure.measure)} ${figure.quote}`)),
        make("span", { class: "when" }, when), make("span", { class: `reason ${item.reason}` }, reason || ""),
      );
    } else {
      const [start, end] = doc.numberAt.get(item.start);
      element.append(
        make("span", { class: "what" }, quoted(doc.slice(Math.max(0, start - 14), start).split("\n").pop()), make("b", {}, quoted(doc.slice(start, end))),
          quoted(doc.slice(end, end + 14).split("\n")[0])),
        make("span", { class: "when" }, say("roles", item.role)),
      );
    }
    return element;
  }

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
