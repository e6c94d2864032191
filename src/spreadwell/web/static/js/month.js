// A month on a phone: what is typed is kept here at every change, and sent when there is a network.
// The page works without any of this; then the server keeps drafts and asks its questions.

const kept = self.spreadwellKept;
const place = document.querySelector("[data-kept-on-phone]");
const form = document.querySelector("form[data-month]");
const notice = document.querySelector("[data-notice]");
const { person } = place.dataset;
const pages = place.dataset.pages.split(" ").filter(Boolean);

const NOT_TYPED = ["csrfmiddlewaretoken", "key"];
const HAND_OVER_AFTER = 1500; // milliseconds after the last change
const WONDER_AFTER = 700;
const SAID = {
  offline: "Not sent yet: you are offline. It is kept on this phone and will be sent when you are back.",
  "signed-out": "Not sent yet: you are signed out. Sign in and it will be sent; nothing is lost.",
  other: "Not sent: somebody else is signed in on this phone. It is kept for whoever typed it.",
  refused: "The server did not take it: you can no longer write for this site. It is kept on this phone.",
  asked: "There is a question about what you sent. Look at it, then send it again.",
  sending: "Sending what you entered…",
};

// -- saying how it stands

function say(text, ...more) {
  if (!notice) return;
  const box = document.createElement("div");
  box.className = "nhsuk-inset-text";
  const line = document.createElement("p");
  line.textContent = text;
  box.append(line, ...more);
  notice.replaceChildren(...(text ? [box] : []));
}

function link(text, href) {
  const line = document.createElement("p");
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  line.append(made);
  return line;
}

function choice(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "nhsuk-button nhsuk-button--secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function tell(state, record) {
  if (state === "signed-out") {
    const back = `${place.dataset.signIn}?next=${encodeURIComponent(record.page)}`;
    say(SAID[state], link("Sign in", back));
  } else if (state === "asked" && (!form || form.dataset.month !== record.site)) {
    say(SAID[state], link("Look at it", record.page));
  } else if (SAID[state]) {
    say(SAID[state]);
  }
}

const when = (at) =>
  new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

// -- what is typed

const typed = () =>
  Object.fromEntries([...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name)));

const filled = (values) =>
  Object.entries(values).some(([name, value]) => name !== "opened" && String(value).trim() !== "");

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const recordId = () => `${person}:${form.dataset.month}`;

// One after the other, so that what was typed last is what stays.
let keeping = Promise.resolve();
function keep(status = "draft") {
  keeping = keeping.then(() => keepNow(status));
  return keeping;
}

async function keepNow(status) {
  const before = await kept.get(recordId());
  const record = {
    id: recordId(),
    person,
    site: form.dataset.month,
    page: location.pathname,
    key: before?.key || newKey(),
    values: typed(),
    at: Date.now(),
    status,
    serverAt: before?.serverAt ?? Number(form.dataset.draftAt),
    handed: false,
  };
  await kept.put(record);
  return record;
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (!field || name === "opened" || NOT_TYPED.includes(name)) continue;
    if (field.type === "checkbox") field.checked = true;
    else if ("value" in field) field.value = value;
  }
  for (const group of form.querySelectorAll("fieldset[data-measure]")) wonder(group);
}

const periods = (values) => String(values.opened || "").replaceAll(/@\d+(?= |$)/g, "");

// -- the questions that the server would ask, at once

const number = (text) => {
  const plain = text.trim().replaceAll(/[ ,\u00a0]/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number(plain);
};
const shown = (value, digits) =>
  new Intl.NumberFormat("en-GB", { maximumSignificantDigits: digits }).format(value);

function questionOf(group) {
  const given = {};
  for (const input of group.querySelectorAll("[data-part]")) {
    const value = number(input.value);
    const last = number(input.dataset.last);
    if (value !== null && last && value > 3 * last) {
      return group.dataset.times.replace("{}", shown(value, 15)).replace("{}", shown(last, 15));
    }
    given[input.dataset.part] = value;
  }
  const { low, high, scale, outside } = group.dataset;
  if (low === undefined || high === undefined) return "";
  let value = given.value ?? null;
  if (given.numerator !== undefined) {
    if (given.numerator === null || !given.denominator) return "";
    value = (given.numerator / given.denominator) * Number(scale);
  }
  if (value === null || (Number(low) <= value && value <= Number(high))) return "";
  return outside.replace("{}", shown(value, 4));
}

function wonder(group) {
  const [top, bottom] = [...group.querySelectorAll("[data-part]")].map((one) => number(one.value));
  const over = group.querySelector("[data-over]");
  const tooMany = Boolean(group.dataset.over) && top != null && bottom != null && top > bottom;
  over.hidden = !tooMany;
  over.textContent = tooMany ? group.dataset.over : "";
  const box = group.querySelector("[data-wonder]");
  const question = tooMany ? "" : questionOf(group);
  const told = box.querySelector("[data-question]");
  if (told.textContent !== question) box.querySelector("input").checked = false;
  told.textContent = question;
  box.hidden = !question;
  return !question || box.querySelector("input").checked;
}

// Not at every key: of “43” nobody wants to be asked about the “4”, and nothing may move under a
// thumb that is on its way to the next field.
let wondering;
function wonderSoon(group) {
  clearTimeout(wondering);
  if (!group.querySelector("[data-wonder]").hidden) wonder(group);
  else wondering = setTimeout(() => wonder(group), WONDER_AFTER);
}

// -- sending

let handing;

async function handOver() {
  const record = await kept.get(recordId());
  if (record && record.status !== "queued") await kept.handOver(record);
}

function handOverSoon() {
  clearTimeout(handing);
  handing = setTimeout(handOver, HAND_OVER_AFTER);
}

async function later() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("month").catch(() => {});
}

// Send it as the page itself would: the server shows its questions beside the fields.
async function askServer(record) {
  const { token } = await kept.hello(record); // the one in a kept page may be weeks old
  if (token) form.elements.namedItem("csrfmiddlewaretoken").value = token;
  fill(record.values);
  form.elements.namedItem("opened").value = record.values.opened;
  form.submit();
}

async function deliver(record) {
  const said = await kept.send(record);
  if (said.state === "stored") {
    if (form && form.dataset.month === record.site) location.assign(said.page);
    else say("What you entered without a network was sent.", link("Look at the site", said.page));
  } else if (said.state === "asked" && form && form.dataset.month === record.site) {
    await askServer(record);
  } else {
    tell(said.state, record);
    if (said.state === "offline") await later();
  }
  return said.state;
}

async function sendAll() {
  for (const record of await kept.queued()) {
    if (record.person === person) await deliver(record);
  }
}

async function onSubmit(event) {
  event.preventDefault();
  clearTimeout(handing);
  const doing = event.submitter?.dataset.draft;
  if (doing) await onDraft(doing);
  else await onSend();
}

async function onSend() {
  for (const group of form.querySelectorAll("fieldset[data-measure]")) {
    if (!wonder(group)) {
      group.querySelector("[data-wonder] input").focus();
      say("Look at the number that is asked about. If it is right, tick it, then send again.");
      return;
    }
  }
  say(SAID.sending);
  await deliver(await keep("queued"));
}

async function onDraft(doing) {
  if (doing === "discard") {
    await kept.remove(recordId());
    const gone = document.createElement("input");
    Object.assign(gone, { type: "hidden", name: "discard", value: "yes" });
    form.append(gone);
  } else {
    const said = await kept.handOver(await keep());
    if (said.state === "kept") say("Kept as a draft, on this phone and on the server. It is not sent yet.");
    else if (said.state !== "asked") say("Kept as a draft on this phone. It is not sent yet.");
    if (said.state !== "asked") return;
  }
  form.action = form.dataset.draftAddress;
  form.submit();
}

// -- a draft here and a draft on the server

async function reconcile() {
  const record = await kept.get(recordId());
  if (form.dataset.answered) {
    await keep("draft"); // the server has just answered with what was typed last
    return;
  }
  if (!record) return;
  if (record.status === "queued") {
    fill(record.values);
    say(SAID.sending);
    await deliver(record);
    return;
  }
  if (record.status === "asked" && navigator.onLine !== false) {
    await askServer(record);
    return;
  }
  const here = typed();
  const same = JSON.stringify({ ...here, opened: "" }) === JSON.stringify({ ...record.values, opened: "" });
  if (same || !filled(record.values)) return;
  if (periods(record.values) !== periods(here)) {
    say(`You entered this on ${when(record.at)} for other numbers than are asked for now. It was not sent.`,
      choice("Use what fits", () => use(record.values)),
      choice("Throw it away", () => kept.remove(record.id).then(() => say(""))));
    return;
  }
  const server = Number(form.dataset.draftAt);
  if (!server || server === record.serverAt || record.at > server) {
    fill(record.values);
    if (server && server !== record.serverAt) {
      say(`This is what you entered on this phone on ${when(record.at)}. Another draft is from ${when(server)}.`,
        choice("Use the other draft", () => use(here)));
    } else {
      say("What you entered is still here. It is not sent yet.");
    }
  } else {
    say(`This is your draft from ${when(server)}. On this phone you entered something else on ${when(record.at)}.`,
      choice("Use what is on this phone", () => use(record.values)));
  }
}

async function use(values) {
  form.reset();
  fill(values);
  await keep();
  say("Used. It is not sent yet.");
  handOverSoon();
}

// -- beginning

async function keepPagesForLater() {
  if (!("serviceWorker" in navigator) || !pages.length) return;
  await navigator.serviceWorker.register(place.dataset.worker);
  const ready = await navigator.serviceWorker.ready;
  if (navigator.onLine !== false) ready.active.postMessage({ keep: pages, person });
}

async function begin() {
  await kept.all(); // a browser that keeps nothing ends here, and the page works as without script
  if (form) {
    form.addEventListener("input", async (event) => {
      const group = event.target.closest("fieldset[data-measure]");
      if (group) wonderSoon(group);
      const before = await kept.get(recordId());
      if (before?.status === "queued") say("You changed it after pressing Send. Press Send again.");
      await keep();
      handOverSoon();
    });
    form.addEventListener("submit", onSubmit);
    await reconcile();
    form.dataset.ready = "yes";
  }
  self.addEventListener("online", sendAll);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data.state === "stored" && form && data.id === recordId()) location.assign(data.page);
  });
  if (!form) await sendAll();
  else for (const one of await kept.queued()) if (one.id !== recordId() && one.person === person) await deliver(one);
  await keepPagesForLater();
}

begin().catch(() => {});
