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
  node.append(...given(children));
  return node;
}

/** Children may stand in lists; null, undefined and false are none. */
function given(children) {
  return children.flat(3).filter((child) => child !== null && child !== undefined && child !== false);
}

/**
 * Show these children in a node and leave alone what is there already: what has the focus, is selected or is just being
 * clicked stays as it is. Nodes are told apart by their markup, so what a listener acts on has to stand in an attribute of
 * its element, or of one around it.
 */
export function redraw(node, ...children) {
  const fresh = given(children).map((child) => (child instanceof Node ? child : document.createTextNode(child)));
  const old = [...node.childNodes];
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head].isEqualNode(fresh[head])) head++;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail).isEqualNode(fresh.at(-1 - tail))) tail++;
  const after = old[old.length - tail] ?? null;
  const others = old.slice(head, old.length - tail);
  for (const child of fresh.slice(head, fresh.length - tail)) {
    const before = others.shift();
    if (before === undefined) node.insertBefore(child, after);
    else if (differInside(before, child)) redraw(before, ...child.childNodes);
    else before.replaceWith(child);
  }
  for (const child of others) child.remove();
}

/** Whether two nodes that are not equal have the same name and attributes. */
function differInside(one, other) {
  return one.cloneNode(false).isEqualNode(other.cloneNode(false));
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
