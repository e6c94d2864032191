// Read-outs of charts: with the arrow keys, a finger or a pointer, each point says what it is.
// The picture, its sentence and its numbers are all there without this.

const SVG = "http://www.w3.org/2000/svg";
const HINT = "Point at the chart, touch it, or use the arrow keys to read each point.";
const LEAP = 6; // points that Page Up and Page Down pass

function made(tag, name, attributes = {}) {
  const element = document.createElement(tag);
  element.className = name;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function ringIn(svg) {
  const ring = document.createElementNS(SVG, "circle");
  ring.setAttribute("class", "sw-read__ring");
  ring.setAttribute("r", "10");
  ring.setAttribute("fill", "none");
  ring.setAttribute("stroke", "#212b32");
  ring.setAttribute("stroke-width", "2.5");
  ring.setAttribute("visibility", "hidden");
  svg.append(ring);
  return ring;
}

// Which point lies nearest: beside it in time, or around it where places lie close together.
function nearest({ points, around }, svg, event) {
  const shown = svg.getBoundingClientRect();
  const scale = svg.viewBox.baseVal.width / shown.width;
  const x = (event.clientX - shown.left) * scale;
  const y = (event.clientY - shown.top) * scale;
  const far = ([px, py]) => Math.hypot(px - x, around ? py - y : 0);
  return points.reduce((best, point, i) => (far(point) < far(points[best]) ? i : best), 0);
}

function read(svg) {
  const held = JSON.parse(svg.dataset.read);
  const { points } = held;
  const title = svg.querySelector("title")?.textContent ?? "the chart";
  const plot = made("div", "sw-read__plot", {
    role: "slider", tabindex: "0", "aria-label": `Read point by point: ${title}`,
    "aria-valuemin": "1", "aria-valuemax": String(points.length),
  });
  const said = made("p", "sw-read__said", { role: "status" });
  said.textContent = HINT;
  const picture = made("div", "sw-read__picture");
  svg.replaceWith(picture);
  picture.append(svg, plot);
  // Above the picture, where neither a hand nor a long key is in the way.
  picture.before(said);
  const { width, height } = svg.viewBox.baseVal;
  const [left, top, right, bottom] = held.box;
  plot.style.left = `${(100 * left) / width}%`;
  plot.style.right = `${100 - (100 * right) / width}%`;
  plot.style.top = `${(100 * top) / height}%`;
  plot.style.bottom = `${100 - (100 * bottom) / height}%`;
  const ring = ringIn(svg);
  let { at } = held;

  function show(place) {
    at = Math.min(Math.max(place, 0), points.length - 1);
    const [x, y, words] = points[at];
    ring.setAttribute("cx", x);
    ring.setAttribute("cy", y);
    ring.setAttribute("visibility", "visible");
    said.textContent = words;
    tell(words);
  }

  // Where the reader stands is the slider's own word; the whole read-out is the live region's.
  function tell(words) {
    plot.setAttribute("aria-valuenow", String(at + 1));
    plot.setAttribute("aria-valuetext", words.split(": ", 1)[0]);
  }

  const keys = {
    ArrowRight: () => at + 1, ArrowUp: () => at + 1, ArrowLeft: () => at - 1, ArrowDown: () => at - 1,
    PageUp: () => at + LEAP, PageDown: () => at - LEAP, Home: () => 0, End: () => points.length - 1,
  };
  tell(points[at][2]);
  plot.addEventListener("focus", () => show(at));
  plot.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(keys[event.key]());
  });
  plot.addEventListener("pointerdown", (event) => show(nearest(held, svg, event)));
  plot.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" || event.pressure > 0) show(nearest(held, svg, event));
  });
}

for (const svg of document.querySelectorAll("svg[data-read]")) read(svg);
