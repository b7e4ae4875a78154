"use strict";
// The keyboard.  A key does something or says why not; none is lost.

(() => {
  const KEYS = {
    j: () => Audit.step(1), ArrowDown: () => Audit.step(1), k: () => Audit.step(-1), ArrowUp: () => Audit.step(-1),
    a: () => Audit.judge("accept"), e: () => Audit.fix(), x: () => Audit.judge("reject"), u: () => Audit.judge("unsure"),
    n: () => Audit.note(), z: () => Audit.undo(), q: () => Audit.toggleOrder(), d: Dialogs.chooseDocument,
    "+": () => Source.enlarge(1), "=": () => Source.enlarge(1), "-": () => Source.enlarge(-1), 0: () => Source.enlarge(0),
    "/": () => byId("search").focus(), "?": Dialogs.help,
  };
  const ALWAYS = new Set(["d", "?"]); // need no document
  const ONCE = new Set("aexunzqd/?"); // a key that is held down says it once

  /** Why a key cannot do anything now; "" where it can. */
  function refusal(pressed) {
    if (!State.dataset) return State.trouble || say("loading_key");
    if (ALWAYS.has(pressed)) return "";
    if (State.opening) return say("loading_key");
    if (!State.doc) return say("no_document");
    return Forms.what() === "fix" ? say("fix_first") : "";
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input, select, textarea, dialog[open]");
    if (event.key === "Escape" && Forms.what() === "fix" && !event.target.closest?.("dialog[open]")) { Audit.leave(); return; }
    if (typing) {
      if (event.target.id === "search" && (event.key === "Enter" || event.key === "Escape")) byId("list").focus();
      return;
    }
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    if (event.repeat && ONCE.has(event.key)) return;
    Saves.retry();
    const why = refusal(event.key);
    why ? message(why, false) : KEYS[event.key]();
  });
})();
