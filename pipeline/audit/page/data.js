"use strict";
// Where the data comes from: the server, or the page itself when it is an offline file.

const Data = (() => {
  const inside = document.getElementById("data");
  const own = inside ? JSON.parse(inside.textContent) : null;
  const token = new URLSearchParams(location.hash.slice(1)).get("token") || "";
  const pictures = new Map();

  /** What went wrong, in a sentence for the auditor. */
  class Trouble extends Error {
    constructor(text, status = 0) { super(text); this.status = status; } // 0: there was no answer
  }

  async function ask(path, body) {
    const headers = { "X-Baoshu-Token": token };
    const options = { headers, cache: "no-store" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    }
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      throw new Trouble(say("lost"));
    }
    if (answer.ok) return answer;
    let message = `${answer.status}`;
    try { message = (await answer.json()).message || message; } catch { /* no JSON: the status will do */ }
    throw new Trouble(message, answer.status);
  }

  const json = async (path, body) => (await ask(path, body)).json();
  const one = (id) => `/api/documents/${encodeURIComponent(id)}`;

  async function picture(id, number) {
    if (own) {
      const drawn = own.pages[id][number];
      if (!drawn.startsWith("data:")) throw new Trouble(drawn);
      return drawn;
    }
    const key = `${id}\n${number}`;
    if (!pictures.has(key)) {
      pictures.set(key, ask(`${one(id)}/pages/${number}`).then((a) => a.blob()).then((b) => URL.createObjectURL(b)));
      pictures.get(key).catch(() => pictures.delete(key));
    }
    return pictures.get(key);
  }

  return {
    Trouble,
    offline: Boolean(own),
    allowed: Boolean(own || token),
    dataset: async () => (own ? own.dataset : json("/api/dataset")),
    document: async (id) => (own ? own.documents[id] : json(one(id))),
    evidence: async (id) => (own ? own.evidence[id] || {} : json(`${one(id)}/evidence`)),
    picture,
    judge: (told) => json("/api/verdicts", told),
    undo: (told) => json("/api/undo", told),
    retire: (told) => json("/api/retire", told),
    report: () => json("/api/report"),
    sign: (name) => json("/api/sign", { name }),
  };
})();
