// The messages that nobody has got, above the timeline: failed before anybody was served, drafts, still to come.

import { byId, element, icon, tag } from "./element.js";
import { plural } from "./format.js";

const SHOWN = 4;
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
    this.messages = [];
  }

  /** Read them again. */
  async refresh() {
    const { messages } = await this.page.api.get("unsent", { limit: 200 });
    this.messages = messages;
    this.draw();
  }

  /** How many failed before anybody got them. */
  get failed() {
    return this.messages.filter(({ state }) => state === "failed").length;
  }

  draw() {
    const { show = "", search } = this.page.address;
    const found = search ? [] : this.messages.filter(WANTED[show] ?? (() => false));
    const node = byId("unsent");
    node.hidden = found.length === 0;
    const more = found.length - SHOWN;
    node.replaceChildren(
      ...found.slice(0, SHOWN).map((item) => this.row(item)),
      ...(more > 0 ? [element("li", { class: "unsent-more" }, `and ${plural(more, "more message", "more messages")} without a delivery`)] : []),
    );
    this.page.drawEmpty();
  }

  row(item) {
    return element(
      "li",
      {},
      element(
        "button",
        { class: "unsent-row", type: "button", onclick: () => this.page.openMessage(item) },
        element("span", { class: `row-icon ${item.channel}` }, icon(item.channel)),
        element("span", { class: "row-words" }, element("b", {}, item.title || item.messageId), element("span", { class: "row-what" }, item.reason)),
        tag(item.state, item.state === "failed" ? "failed" : ""),
      ),
    );
  }
}
