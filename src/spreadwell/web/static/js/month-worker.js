// Keeps the month pages of one person's sites, and what they need, for a phone without a network.
// The server puts VERSION, OFFLINE, ASSETS, SIGN_IN and SIGN_OUT above this line.
/* global VERSION, OFFLINE, ASSETS, SIGN_IN, SIGN_OUT, spreadwellKept */

const SHELL = `spreadwell-shell-${VERSION}`;
const PAGES = `spreadwell-months-${VERSION}`;
const MONTH = /^\/sites\/\d+\/month\/$/;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "GET" && pathname.startsWith("/static/")) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(page(request, pathname));
  } else if (request.mode === "navigate" && pathname === SIGN_OUT) {
    event.respondWith(signOut(request));
  } else if (request.mode === "navigate" && pathname === SIGN_IN) {
    // Whoever signs in now may be somebody else; their own pages are kept when they open one.
    event.respondWith(caches.delete(PAGES).then(() => fetch(request)));
  }
});

self.addEventListener("message", (event) => {
  const { keep, person } = event.data || {};
  if (keep) event.waitUntil(keepPages(keep, person));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "month") event.waitUntil(sendQueued());
});

async function keepShell() {
  const shell = await caches.open(SHELL);
  await shell.addAll(ASSETS);
  // Without cookies: the page that says “no network” must not know anybody.
  await shell.put(OFFLINE, await fetch(OFFLINE, { credentials: "omit", cache: "no-store" }));
}

async function dropOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith("spreadwell-") && name !== SHELL && name !== PAGES) await caches.delete(name);
  }
}

// The network first, so that nobody sees an old style or script; what is kept, without one.
async function asset(request) {
  try {
    return await fetch(request);
  } catch (fault) {
    const kept = await caches.match(request.url, { cacheName: SHELL, ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw fault;
  }
}

async function page(request, pathname) {
  try {
    const answer = await fetch(request);
    if (MONTH.test(pathname) && answer.status === 200) {
      const pages = await caches.open(PAGES);
      if (await pages.match(pathname, { ignoreVary: true })) await pages.put(pathname, answer.clone());
    }
    return answer;
  } catch (fault) {
    const kept = MONTH.test(pathname) && (await caches.match(pathname, { cacheName: PAGES, ignoreVary: true }));
    const shown = kept || (await caches.match(OFFLINE, { cacheName: SHELL, ignoreVary: true }));
    if (shown) return shown;
    throw fault;
  }
}

// Keep exactly these pages, which the page itself named: those of this person's sites.
async function keepPages(addresses, person) {
  const pages = await caches.open(PAGES);
  const whose = await pages.match("/whose");
  if (whose && (await whose.text()) !== person) await caches.delete(PAGES);
  const kept = await caches.open(PAGES);
  await kept.put("/whose", new Response(person));
  for (const one of await kept.keys()) {
    const { pathname } = new URL(one.url);
    if (pathname !== "/whose" && !addresses.includes(pathname)) await kept.delete(one);
  }
  for (const address of addresses) {
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
      if (answer.status === 200) await kept.put(address, answer);
      else await kept.delete(address);
    } catch {
      // No network just now: what was kept before stays.
    }
  }
}

// What is not on the server yet goes there as a draft; then nothing of the person stays here,
// other than what could not be handed over.
async function signOut(request) {
  for (const one of await spreadwellKept.all()) await spreadwellKept.handOver(one);
  const answer = await fetch(request);
  await caches.delete(PAGES);
  for (const one of await spreadwellKept.all()) {
    if (one.handed) await spreadwellKept.remove(one.id);
  }
  return answer;
}

async function sendQueued() {
  for (const one of await spreadwellKept.queued()) {
    const said = await spreadwellKept.send(one);
    for (const window of await self.clients.matchAll({ type: "window" })) {
      window.postMessage({ id: one.id, ...said });
    }
    // The browser tries again later by itself.
    if (said.state === "offline") throw new Error("There is no network yet.");
  }
}
