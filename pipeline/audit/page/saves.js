"use strict";
// What is to be saved, in the order of the keys: one line after the other, each until the server has it.

const Saves = (() => {
  // statuses by which the server says that this line can never be saved: all others are tried again
  const REFUSED = new Set([400, 404, 413, 422]);
  const waiting = [];
  let sending = false, held = null; // the message that something could not be saved

  /** Two requests with one id are one line of the log: what got no answer may be sent again. */
  const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const same = (a, b) => JSON.stringify([a.kind, a.told]) === JSON.stringify([b.kind, b.told]);

  /**
   * Save {kind, told, send(told), done(changes), refused(error), kept()}; `told` goes to the server.
   * `kept` is called when it could not be saved the first time and stays to be tried again.
   */
  function put(save) {
    const last = waiting.at(-1);
    if (!(held && last && same(last, save))) waiting.push({ ...save, id: newId() }); // else it is only tried again
    changed();
    send();
  }

  async function send() {
    if (sending) return;
    busy(true);
    while (waiting.length && await first(waiting[0])) waiting.shift();
    busy(false);
  }

  /** Send one; whether it is settled, one way or the other. */
  async function first(save) {
    let changes;
    try {
      changes = await save.send({ ...save.told, id: save.id });
    } catch (error) {
      if (!REFUSED.has(error.status)) { hold(error, save); return false; }
      settled(save, () => save.refused(error));
      return true;
    }
    settled(save, () => save.done(changes));
    return true;
  }

  /** What follows is about the page alone: a fault in it must not stop what is to be saved. */
  function settled(save, then) {
    save.over = true;
    held?.remove();
    held = null;
    try { then(); } catch (error) { console.error(error); message(String(error)); }
    changed();
  }

  function hold(error, save) {
    const again = !held;
    held?.remove();
    if (again) save.kept();
    const text = error.status ? error.message : say("kept");
    held = message(text, true, { label: say("again"), act: send });
  }

  const open = () => waiting.filter((one) => !one.over);

  function busy(now) {
    sending = now;
    document.body.classList.toggle("saving", sending);
    changed();
  }

  function changed() {
    if (!State.doc) return;
    Frame.progress();
    List.redraw();
  }

  window.addEventListener("beforeunload", (event) => {
    if (!open().length) return;
    event.preventDefault();
    event.returnValue = ""; // older browsers ask only then
  });

  return {
    put,
    count: () => open().length,
    waits: (id, place) => open().some((one) => one.kind !== "note" && one.told.document === id && one.told.start === place),
    undoing: () => open().some((one) => one.kind === "undo"),
    retry: () => { if (held) send(); },
  };
})();
