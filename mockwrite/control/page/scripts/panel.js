// The drawer on the right: one thing at a time, redrawn while it is open.

import { byId, element, icon, redraw } from "./element.js";

export class Panel {
  constructor() {
    this.node = byId("panel");
    this.title = element("h2");
    this.body = element("div", { class: "panel-body" });
    this.node.replaceChildren(
      element("header", { class: "panel-head" }, this.title, element("button", { class: "quiet-button", type: "button", "aria-label": "Close", onclick: () => this.close() }, icon("close"))),
      this.body,
    );
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
    if (this.shows(name)) this.close();
    else this.present(name, make);
  }

  /** Open the panel of this name, with nothing left in it of what it showed before. */
  present(name, make) {
    this.name = name;
    this.make = make;
    this.opener = document.activeElement;
    this.node.hidden = false;
    this.body.replaceChildren();
    this.redraw(name);
    this.node.focus();
  }

  /** Draw again if this panel is open. */
  redraw(name) {
    if (!this.shows(name)) return;
    const [title, ...content] = this.make();
    this.node.setAttribute("aria-label", title);
    redraw(this.title, title);
    redraw(this.body, ...content);
  }

  close() {
    this.node.hidden = true;
    this.body.replaceChildren();
    this.opener?.focus();
  }
}
