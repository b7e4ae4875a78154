"use strict";
// What opens above the page: the documents, the keys, the report to sign.

const Dialogs = (() => {
  function chooseDocument() {
    const dialog = byId("documents"), finder = byId("finder"), found = byId("found");
    const fill = () => {
      const wanted = finder.value.trim().toLowerCase();
      const fits = State.dataset.documents.filter((one) => [one.file, one.title, one.region, one.report_year].join(" ").toLowerCase().includes(wanted));
      found.replaceChildren(...fits.slice(0, 200).map((one) => make("button", {
        type: "button", class: "link", disabled: one.state !== "done", onclick: () => { dialog.close(); Audit.open(one.id); },
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
      const name = make("input", { id: "signer", value: State.dataset.reviewer, placeholder: say("sign_name") });
      const end = make("div", { class: "buttons" }, name,
        make("button", { type: "button", class: "primary", onclick: () => signed(name.value, end) }, say("sign_do")),
        make("button", { type: "button", onclick: () => byId("report").close() }, say("close")));
      byId("report").replaceChildren(make("pre", {}, ...shown(told.text)), end);
      byId("report").showModal();
    } catch (error) { Audit.fail(error); }
  }

  async function signed(name, end) {
    try {
      const told = await Data.sign(name);
      const address = URL.createObjectURL(new Blob([told.html], { type: "text/html" }));
      end.replaceChildren(make("span", {}, quoted(say("saved_as", told.file))), make("a", { href: address, download: told.file }, say("download")),
        make("button", { type: "button", onclick: () => byId("report").close() }, say("close")));
    } catch (error) { byId("report").close(); Audit.fail(error); }
  }

  return { chooseDocument, help, sign };
})();
