// Building DOM nodes. Text only ever becomes text nodes: nothing captured from a message is parsed as HTML here.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `onclick` and friends are listeners, true sets a bare attribute, false, null and undefined none. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An icon from the symbols at the top of index.html. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  drawing.append(use);
  return drawing;
}

/** A coloured pill with a word in it; `kind` is its class. */
export function tag(word, kind = "") {
  return element("span", { class: `tag ${kind}` }, word);
}

/** Names and values as a two-column list; rows without a value are left out. */
export function facts(rows) {
  const present = rows.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return element("dl", { class: "facts" }, present.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

export const byId = (id) => document.getElementById(id);

let toastTimer = 0;

/** Say something for a few seconds; errors stay longer. */
export function say(text, bad = false) {
  const toast = byId("toast");
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), bad ? 8000 : 3500);
}

/** Put text on the clipboard and say so. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    say("The browser does not allow copying here.", true);
  }
}
