// Fault rules: what is set, how often it matched, on and off.

import { byId, element, redraw, say, tag } from "./element.js";
import { faultForm } from "./fault_form.js";
import { plural } from "./format.js";
import { Reads } from "./reads.js";

export class Faults {
  /** `page` offers `api` and `panel`. */
  constructor(page) {
    this.page = page;
    this.reads = new Reads();
    this.faults = [];
    this.failures = [];
    this.form = null;
    byId("open-faults").addEventListener("click", () => this.open());
  }

  /** Open the panel; `about` fills in the form: `{channel, to}` of a delivery. */
  open(about = null) {
    this.form = faultForm(() => this.failures, about ?? {}, (rule) => this.change("POST", "", rule));
    const { panel } = this.page;
    const make = () => this.view();
    if (!about) return panel.toggle("faults", make);
    panel.present("faults", make);
    this.form.node.querySelector("[name=failure]").focus();
  }

  async refresh() {
    const read = await this.reads.newest(() => this.page.api.get("faults"));
    if (!read) return;
    const { faults, failures } = read;
    this.faults = faults;
    this.failures = failures;
    const on = faults.filter((fault) => fault.enabled).length;
    const bubble = byId("fault-count");
    bubble.hidden = on === 0;
    redraw(bubble, String(on));
    this.form?.offer();
    this.page.panel.redraw("faults");
  }

  view() {
    return [
      "Faults",
      this.faults.length ? element("ul", { class: "cards" }, this.faults.map((fault) => this.card(fault))) : element("p", { class: "soft" }, "No fault is set. Try one of these, or set your own in a test or with ", element("code", {}, "mockwrite faults"), "."),
      element("h3", {}, "Fail deliveries"),
      // The same node at each redraw, so that nothing somebody is typing is lost.
      this.form.node,
      element("h3", {}, "Or one of these"),
      element("div", { class: "presets" }, PRESETS.map(([name, rule]) => element("button", { class: "button", type: "button", onclick: () => this.change("POST", "", { name, ...rule }) }, name))),
    ];
  }

  card(fault) {
    return element(
      "li",
      { class: "card", "data-id": fault.id },
      element(
        "label",
        { class: "switch" },
        element("input", { type: "checkbox", role: "switch", checked: fault.enabled, "aria-label": fault.name, onchange: (event) => this.turn(fault.id, event.target) }),
        element("span", { class: "knob", title: fault.enabled ? "Switch off" : "Switch on" }),
      ),
      element("div", {}, element("b", {}, fault.name), element("p", { class: "soft" }, fault.description)),
      element(
        "div",
        { class: "card-side" },
        tag(fault.matched ? plural(fault.matched, "match", "matches") : "no match yet", fault.matched ? "waiting" : ""),
        element("button", { class: "quiet-button", type: "button", onclick: () => this.change("DELETE", fault.id) }, "Remove"),
      ),
    );
  }

  turn(id, input) {
    // The markup follows what somebody has set, so that it is seen when the server refuses.
    input.toggleAttribute("checked", input.checked);
    return this.change("PATCH", id, { enabled: input.checked });
  }

  async change(method, id, body) {
    try {
      await this.page.api.call(method, `faults${id ? `/${encodeURIComponent(id)}` : ""}`, { body });
    } catch (error) {
      say(error.message, true);
    }
    this.reads.outdate();
    await this.refresh();
  }
}

const PRESETS = [
  ["Every e-mail bounces", { channel: "email", failure: "bounced" }],
  ["Every SMS is throttled", { channel: "sms", failure: "throttled" }],
  ["Device tokens are dead", { channel: "push", failure: "expired_token" }],
  ["The next call gets 503", { effect: "status", status: 503, times: 1 }],
  ["The next call is rate-limited", { effect: "rate_limit", times: 1 }],
  ["Calls take 2 s", { effect: "delay", delay: 2 }],
];
