// The messages that nobody has got, above the timeline: failed before anybody was served, drafts, still to come.

import { byId, element, icon, redraw, tag } from "./element.js";
import { plural } from "./format.js";
import { Reads } from "./reads.js";
import { timeNode } from "./times.js";

// So many are shown before somebody asks for all, which are as many as one page of the server's.
const SHOWN = 4;
const MOST = 1000;
// Which of them a filter of the timeline shows.
const WANTED = {
  "": () => true,
  email: (item) => item.channel === "email",
  sms: (item) => item.channel === "sms",
  push: (item) => item.channel === "push",
  failed: (item) => item.state === "failed",
};

export class Unsent {
  constructor(page) {
    this.page = page;
    this.reads = new Reads();
    this.all = false;
    this.forget();
  }

  /** Know of none, until they are read: another project has others. */
  forget() {
    this.reads.outdate();
    Object.assign(this, { messages: [], states: {}, total: 0 });
  }

  /** Read them again. */
  async refresh() {
    const read = await this.reads.newest(() => this.page.api.get("unsent", { limit: this.all ? MOST : 50 }));
    if (!read) return;
    const { messages, states, total } = read;
    Object.assign(this, { messages, states, total });
    this.draw();
    this.page.drawChips();
    this.page.drawTitle();
  }

  /** How many failed before anybody got them. */
  get failed() {
    return this.states.failed ?? 0;
  }

  draw() {
    const { show = "", search } = this.page.address;
    const found = search ? [] : this.messages.filter(WANTED[show] ?? (() => false));
    const node = byId("unsent");
    node.hidden = found.length === 0;
    const shown = this.all ? found : found.slice(0, SHOWN);
    const more = this.count(show, found) - shown.length;
    redraw(node, shown.map((item) => this.row(item)), (more > 0 || this.all) && element("li", { class: "unsent-more" }, this.more(more)));
    this.page.drawEmpty();
  }

  /** How many there are under a filter; what is not read yet counts too where the server has counted it. */
  count(show, found) {
    return { "": this.total, failed: this.failed }[show] ?? found.length;
  }

  more(number) {
    const words = this.all ? "Show fewer" : `and ${plural(number, "more message", "more messages")} without a delivery`;
    return element("button", { class: "quiet-button", type: "button", "aria-expanded": String(this.all), onclick: () => this.toggle() }, words);
  }

  toggle() {
    this.all = !this.all;
    return this.refresh();
  }

  open(id) {
    this.page.openMessage(this.messages.find(({ messageId }) => messageId === id));
  }

  row(item) {
    return element(
      "li",
      { "data-id": item.messageId },
      element(
        "button",
        { class: "unsent-row", type: "button", onclick: () => this.open(item.messageId) },
        element("span", { class: `row-icon ${item.channel}` }, icon(item.channel)),
        element(
          "span",
          { class: "row-words" },
          element("b", { dir: "auto" }, item.title || item.messageId),
          element("span", { class: "row-what", title: item.reason ?? "" }, item.at ? ["goes out ", timeNode(item.at, "distance", this.page.now())] : item.reason),
        ),
        tag(item.state, item.state === "failed" ? "failed" : ""),
      ),
    );
  }
}
