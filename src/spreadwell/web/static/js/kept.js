"use strict";
// What somebody typed for a month, kept on this phone until the server has it.
//
// Pages and the service worker share this file, so that a month is sent in one way, whoever does
// it. A record is one person's month at one site:
//   id, person, site, page        whose it is, and the address it was typed at
//   values, key, at               what was typed, the name of this sending, when it was changed
//   status                        "draft", "queued" (to be sent) or "asked" (the server asked back)
//   serverAt, handed              the server's draft that it follows, and whether that holds it all

const spreadwellKept = (() => {
  const STORE = "months";
  const JSON_PLEASE = { Accept: "application/json" };

  function store() {
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open("spreadwell", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  }

  async function work(mode, what) {
    const database = await store();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const asked = what(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  }

  const all = () => work("readonly", (months) => months.getAll());
  const get = (id) => work("readonly", (months) => months.get(id));
  const put = (record) => work("readwrite", (months) => months.put(record));
  const remove = (id) => work("readwrite", (months) => months.delete(id));

  // One at a time over all windows and the service worker, where the browser can.
  function alone(what) {
    const locks = self.navigator.locks;
    return locks ? locks.request("spreadwell-months", what) : what();
  }

  async function ask(address, options = {}) {
    if (self.navigator.onLine === false) return { state: "offline" };
    try {
      const answer = await fetch(address, {
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual", // led to signing in: nothing is followed, nothing is lost
        ...options,
        headers: { ...JSON_PLEASE, ...options.headers },
      });
      if (answer.type === "opaqueredirect") return { state: "signed-out" };
      if (answer.status === 422) return { state: "asked" };
      if (answer.status === 403 || answer.status === 404) return { state: "refused" };
      if (!answer.ok) return { state: "offline" }; // the server is not well: try again later
      return { state: "ok", ...(await answer.json()) };
    } catch {
      return { state: "offline" };
    }
  }

  // Who is signed in, with a fresh token: the one in a kept page may be weeks old.
  async function hello(record) {
    const said = await ask(`${record.page}state/`);
    if (said.state === "ok" && String(said.person) !== record.person) return { state: "other" };
    return said;
  }

  async function post(record, address) {
    const said = await hello(record);
    if (said.state !== "ok") return said;
    const body = new URLSearchParams({ ...record.values, key: record.key });
    return ask(address, { method: "POST", body, headers: { "X-CSRFToken": said.token } });
  }

  // Send one month; the key lets the server store it once, however often it arrives.
  async function sendOne(record) {
    const now = await get(record.id);
    if (!now || now.status !== "queued") return { state: "gone" };
    const said = await post(now, now.page);
    if (said.state === "stored") await remove(now.id);
    if (said.state === "asked" || said.state === "refused") await put({ ...now, status: said.state });
    return said;
  }

  // Give the server what was typed as a draft, so that another phone or a desk shows it too.
  async function handOne(record) {
    const now = await get(record.id);
    if (!now || now.handed) return { state: "gone" };
    const said = await post(now, `${now.page}draft/`);
    const later = await get(now.id);
    if (said.state === "kept" && later) {
      await put({ ...later, serverAt: said.at, handed: later.at === now.at });
    }
    return said;
  }

  return {
    all, get, put, remove, hello,
    send: (record) => alone(() => sendOne(record)),
    handOver: (record) => alone(() => handOne(record)),
    queued: async () => (await all()).filter((one) => one.status === "queued"),
  };
})();
self.spreadwellKept = spreadwellKept;
