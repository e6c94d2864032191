// The meeting view: number fields become sliders, and every move is answered at once.
// Without this the page has number fields and a button; the answers are the same.

const WAIT = 150; // milliseconds after the last move
const form = document.querySelector("form[data-meeting]");
let asked = null;
let timer = 0;

function slide(field) {
  const said = document.createElement("output");
  said.htmlFor = field.id;
  const show = () => { said.textContent = field.value; };
  // A weight that was not set weighs nothing; a limit that was not set does not bind.
  if (field.value === "") field.value = field.dataset.slider === "weight" ? "0" : field.max;
  field.type = "range";
  field.addEventListener("input", show);
  field.after(said);
  show();
}

async function answer() {
  asked?.abort();
  asked = new AbortController();
  const place = document.getElementById("answer");
  place.setAttribute("aria-busy", "true");
  const address = `${form.action.split("?")[0]}?${new URLSearchParams(new FormData(form))}`;
  try {
    const reply = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("answer");
    if (!fresh) throw new Error("no answer");
    place.replaceChildren(...fresh.childNodes);
    history.replaceState(null, "", address);
    place.setAttribute("aria-busy", "false");
  } catch (fault) {
    if (fault.name !== "AbortError") form.submit(); // the plain way still answers
  }
}

for (const field of form.querySelectorAll("[data-slider]")) slide(field);
form.addEventListener("input", (event) => {
  if (event.target.type === "checkbox") return form.submit(); // other dials stand beside it
  clearTimeout(timer);
  timer = setTimeout(answer, WAIT);
});
form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
