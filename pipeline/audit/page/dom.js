"use strict";
// Elements are made here and nowhere else: text is only ever text.

/** An element: make("button", {class: "x", onclick: f, dataset: {start: 1}}, "text", child, …). */
function make(name, told = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(told)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "dataset") Object.assign(element.dataset, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const byId = (id) => document.getElementById(id);

// bidi controls, zero-width and other characters that nobody sees, but that change what is seen
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB]|[\u{E0000}-\u{E0FFF}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu;

/** Text of unknown origin as nodes: what is hidden in it is shown by its number. */
function shown(text) {
  const nodes = [];
  let place = 0;
  for (const match of String(text).matchAll(HIDDEN)) {
    if (match.index > place) nodes.push(text.slice(place, match.index));
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(make("span", { class: "hidden-char", title: `U+${code}` }, `⟨${code}⟩`));
    place = match.index + match[0].length;
  }
  if (place < text.length) nodes.push(text.slice(place));
  return nodes;
}

/** The same, kept apart from the text around it. */
const quoted = (text, css = "") => make("bdi", { class: css || undefined }, ...shown(String(text)));

/**
 * A message that stays until it is dismissed, or, if it is no trouble, goes by itself.
 * `button`: {label, act} to do something about it.  Gives the element.
 */
function message(text, trouble = true, button = null) {
  const box = byId("messages");
  const line = make("div", { class: trouble ? "trouble" : "word" }, quoted(text));
  if (button) line.append(make("button", { type: "button", class: "act", onclick: button.act }, button.label));
  if (trouble) line.append(make("button", { type: "button", onclick: () => line.remove() }, say("dismiss")));
  else setTimeout(() => line.remove(), 1600);
  for (const old of box.querySelectorAll(".word")) old.remove();
  const there = [...box.children].find((other) => other.textContent === line.textContent);
  if (there) return there;
  box.append(line);
  return line;
}

/**
 * Call act(start) for a click on what has data-start in a box that stays, though what is in it may be drawn
 * anew between press and release: a click as the browser tells it is lost then.
 */
function pressing(box, css, act) {
  const NEAR = 6; // pixels; farther is a selection or a scroll
  let down = null;
  const startOf = (event) => event.target.closest?.(css)?.dataset.start;
  box.addEventListener("pointerdown", (event) => {
    const start = event.button === 0 ? startOf(event) : undefined;
    down = start === undefined ? null : { start: Number(start), x: event.clientX, y: event.clientY };
  });
  box.addEventListener("pointercancel", () => { down = null; });
  box.addEventListener("pointerup", (event) => {
    const was = down;
    down = null;
    if (was && Math.hypot(event.clientX - was.x, event.clientY - was.y) <= NEAR) act(was.start);
  });
  box.addEventListener("click", (event) => { // by a screen reader: there was no pointer
    if (event.detail === 0 && startOf(event) !== undefined) act(Number(startOf(event)));
  });
}

const key = (letter) => make("kbd", {}, letter);
