// A list that draws only the rows in view, so that 50,000 open as fast as 50. Newest on top.

import { byId, element, redraw } from "./element.js";
import { plural } from "./format.js";

const HEIGHT = 64;
const SPARE = 8;

export class List {
  /** `draw(row)` returns the children of a row, `open(row)` is called when one is chosen. */
  constructor(node, rows, { draw, open }) {
    this.node = node;
    this.rows = rows;
    this.draw = draw;
    this.open = open;
    this.selected = null;
    this.drawn = new Map();
    this.runway = element("div", { class: "runway" });
    this.newer = byId("newer");
    this.unseen = 0;
    this.wanting = 0;
    node.replaceChildren(this.runway);
    this.stop = new AbortController();
    const options = { signal: this.stop.signal };
    node.addEventListener("scroll", () => this.scrolled(), { ...options, passive: true });
    node.addEventListener("click", (event) => this.clicked(event), options);
    this.newer.addEventListener("click", () => (node.scrollTop = 0), options);
    this.watcher = new ResizeObserver(() => this.show());
    this.watcher.observe(node);
    this.newer.hidden = true;
  }

  /** Let go of the node, so that another list can have it. */
  close() {
    this.stop.abort();
    this.watcher.disconnect();
    this.node.replaceChildren();
  }

  /** Draw again after rows were added or loaded; what the reader looks at stays where it is. */
  update({ added = 0 } = {}) {
    const atTop = this.node.scrollTop < HEIGHT / 2;
    this.runway.style.height = `${this.rows.total * HEIGHT}px`;
    if (added > 0 && !atTop) {
      this.node.scrollTop += added * HEIGHT;
      this.unseen += added;
    }
    this.arrived = added > 0 && added < 50 && atTop ? this.rows.total - added : Infinity;
    this.show({ again: true });
    this.arrived = Infinity;
    this.pill();
  }

  scrolled() {
    if (this.node.scrollTop < HEIGHT) this.unseen = 0;
    this.pill();
    this.show();
  }

  pill() {
    this.newer.hidden = this.unseen === 0;
    this.newer.textContent = `↑ ${plural(this.unseen, "new one", "new")}`;
  }

  /** Positions from the top become numbers from the oldest, and back. */
  number(position) {
    return this.rows.total - 1 - position;
  }

  /** Draw the rows that have come into view; `again` those in view too, which keep their nodes. */
  show({ again = false } = {}) {
    const { scrollTop, clientHeight } = this.node;
    const first = Math.max(0, Math.floor(scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.rows.total - 1, Math.ceil((scrollTop + clientHeight) / HEIGHT) + SPARE);
    const shown = new Map();
    for (let position = first; position <= last; position++) {
      const row = this.rows.at(this.number(position));
      // One that is not loaded yet has its number only.
      const key = row?.id ?? this.number(position);
      const node = this.drawn.get(key);
      shown.set(key, node && !again ? node : this.place(position, row, node));
    }
    for (const [key, node] of this.drawn) if (!shown.has(key)) node.remove();
    this.drawn = shown;
    this.order();
    if (last < first) return;
    // While the scrollbar is dragged past thousands, only the place where it rests is fetched.
    clearTimeout(this.wanting);
    this.wanting = setTimeout(() => this.rows.want(this.number(last), this.number(first)).catch(() => {}), 40);
  }

  /** Put the nodes into the order in which they are seen; those that are in it are not moved. */
  order() {
    let next = this.runway.firstChild;
    for (const node of this.drawn.values()) {
      if (node === next) next = next.nextSibling;
      else this.runway.insertBefore(node, next);
    }
  }

  place(position, row, node = element("div", { role: "option" })) {
    const number = this.number(position);
    const chosen = row !== undefined && row.id === this.selected;
    node.id = `row-${number}`;
    node.className = `row${number >= this.arrived ? " arrived" : ""}`;
    node.setAttribute("aria-selected", String(chosen));
    node.setAttribute("aria-setsize", this.rows.total);
    node.setAttribute("aria-posinset", position + 1);
    node.style.top = `${position * HEIGHT}px`;
    node.dataset.position = position;
    redraw(node, row === undefined ? waitingRow() : this.draw(row));
    if (chosen) {
      this.position = position;
      this.node.setAttribute("aria-activedescendant", node.id);
    }
    return node;
  }

  clicked(event) {
    const node = event.target.closest(".row");
    if (node) this.choose(Number(node.dataset.position));
  }

  /** Choose the row at a position from the top, and bring it into view. */
  async choose(position, { scroll = true } = {}) {
    if (position < 0 || position >= this.rows.total) return;
    const number = this.number(position);
    if (this.rows.at(number) === undefined) await this.rows.want(number, number);
    const row = this.rows.at(number);
    if (row === undefined) return;
    if (scroll) this.reveal(position);
    this.mark(row.id);
    this.open(row);
  }

  /** Show which row is chosen, without opening it. */
  mark(id) {
    this.selected = id;
    this.show({ again: true });
  }

  /** Choose the next (1) or the previous (-1) row. */
  move(step) {
    const from = this.selected === null ? -1 : this.currentPosition();
    return this.choose(from < 0 ? 0 : from + step);
  }

  currentPosition() {
    // Rows that arrived since have pushed the chosen one down.
    for (let position = this.position ?? 0; position < this.rows.total; position++) {
      const row = this.rows.at(this.number(position));
      if (row === undefined) break;
      if (row.id === this.selected) return position;
    }
    return -1;
  }

  reveal(position) {
    const top = position * HEIGHT;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + HEIGHT > scrollTop + clientHeight) this.node.scrollTop = top + HEIGHT - clientHeight;
  }
}

function waitingRow() {
  return [
    element("span", { class: "row-icon" }),
    element("div", { class: "row-words" }, element("div", { class: "waiting-bar short" }), element("div", { class: "waiting-bar long" })),
  ];
}
