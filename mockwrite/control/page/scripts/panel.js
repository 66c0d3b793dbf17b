// The drawer on the right: one thing at a time, redrawn while it is open.

import { byId, element, icon } from "./element.js";

export class Panel {
  constructor() {
    this.node = byId("panel");
    this.name = "";
    this.opener = null;
  }

  get open() {
    return !this.node.hidden;
  }

  /** Whether the panel of this name is open. */
  shows(name) {
    return this.open && this.name === name;
  }

  /** Open the panel of this name, or close it. `make()` returns its title and its nodes. */
  toggle(name, make) {
    if (this.shows(name)) return this.close();
    this.name = name;
    this.make = make;
    this.opener = document.activeElement;
    this.node.hidden = false;
    this.redraw(name);
    this.node.focus();
  }

  /** Draw again if this panel is open. */
  redraw(name) {
    if (!this.shows(name)) return;
    const [title, ...content] = this.make();
    this.node.setAttribute("aria-label", title);
    this.node.replaceChildren(
      element("header", { class: "panel-head" }, element("h2", {}, title), element("button", { class: "quiet-button", type: "button", "aria-label": "Close", onclick: () => this.close() }, icon("close"))),
      element("div", { class: "panel-body" }, content),
    );
  }

  close() {
    this.node.hidden = true;
    this.node.replaceChildren();
    this.opener?.focus();
  }
}
