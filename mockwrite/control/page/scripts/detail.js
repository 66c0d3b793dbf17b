// The right-hand side: one delivery with its tabs, or one API call.

import { byId, copy, element, facts, icon, tag } from "./element.js";
import { unfilled } from "./checks.js";
import { emailTabs } from "./email.js";
import { channelName, decoded, fullTime } from "./format.js";
import { pushView, smsView } from "./phone.js";
import { relayButton } from "./relay.js";
import { tabStrip } from "./tabs.js";
import { timeNode } from "./times.js";
import { whyView } from "./why.js";
import { jsonView, wireView } from "./wire.js";

export class Detail {
  /** `page` offers `api`, `now()`, `address` (the state kept in the URL), `searchMessage(id)` and `removed(id)`. */
  constructor(page) {
    this.page = page;
    this.node = byId("detail");
    this.strip = null;
    this.shown = null;
    this.close();
  }

  /** Show nothing. */
  close() {
    this.shown = null;
    this.strip = null;
    byId("panes").classList.remove("reading");
    this.node.replaceChildren(
      element(
        "div",
        { class: "nothing" },
        element("div", { class: "empty-icons" }, ["email", "sms", "push"].map((name) => element("span", { class: `channel-icon ${name}` }, icon(name)))),
        element("p", {}, "Choose a message to see what its recipient would have seen."),
        element("p", { class: "keys" }, element("kbd", {}, "j"), element("kbd", {}, "k"), " move  ", element("kbd", {}, "/"), " search  ", element("kbd", {}, "?"), " all keys"),
      ),
    );
  }

  /** Load and show a delivery. */
  async openDelivery(id) {
    await this.load(`outbox/${encodeURIComponent(id)}`, id, (delivery) => this.showDelivery(delivery));
  }

  /** Load and show an API call. */
  async openCall(id) {
    await this.load(`journal/${encodeURIComponent(id)}`, id, (call) => this.showCall(call));
  }

  async load(path, id, show) {
    this.shown = id;
    byId("panes").classList.add("reading");
    try {
      const record = await this.page.api.get(path);
      // Somebody who moves fast may be at another row by now.
      if (this.shown === id) show(record);
    } catch (error) {
      if (this.shown === id) this.node.replaceChildren(this.back(), element("p", { class: "trouble" }, error.message));
    }
  }

  showDelivery(delivery) {
    const { api } = this.page;
    const shared = [
      { id: "why", name: "Why", make: () => whyView(api, delivery) },
      { id: "wire", name: "Wire", make: () => wireView(api, delivery) },
      { id: "json", name: "JSON", make: () => jsonView(delivery) },
    ];
    const own = {
      email: () => emailTabs(api, delivery),
      sms: () => [{ id: "phone", name: "Phone", make: () => smsView(delivery) }],
      push: () => [{ id: "phone", name: "Phone", make: () => pushView(api, delivery, this.page.now()) }],
    }[delivery.channel]();
    this.present(this.deliveryHead(delivery), [...own, ...shared]);
  }

  deliveryHead(delivery) {
    const left = unfilled(delivery);
    const title = { email: delivery.subject || "(no subject)", push: delivery.title || "(no title)", sms: `SMS to ${delivery.to}` }[delivery.channel];
    return [
      element("span", { class: `channel-icon ${delivery.channel}`, title: channelName[delivery.channel] }, icon(delivery.channel)),
      element(
        "div",
        { class: "head-words" },
        element("h1", { title }, title),
        element(
          "p",
          { class: "head-line" },
          element("span", {}, delivery.role === "to" ? "to " : `${delivery.role} `, delivery.person && [element("b", { class: "person" }, delivery.person), " "], element("b", { class: "address", title: delivery.to }, delivery.to)),
          delivery.from && element("span", {}, "from ", delivery.from),
          timeNode(delivery.time, "distance", this.page.now()),
        ),
        delivery.codes.length > 0 && element("p", { class: "codes" }, delivery.codes.slice(0, 3).map(codeButton)),
      ),
      element(
        "div",
        { class: "head-side" },
        tag(delivery.status, delivery.status),
        delivery.origin !== "messaging" && tag(delivery.origin),
        delivery.provider && element("span", { class: "tag", title: `provider ${delivery.providerId}` }, delivery.provider),
        delivery.channel === "email" &&
          element("a", { class: "quiet-button", href: this.page.api.address(`outbox/${encodeURIComponent(delivery.id)}/eml`), title: "Download .eml", download: `${delivery.id}.eml` }, icon("download")),
        delivery.channel === "email" && relayButton(this.page, delivery, () => this.shown === delivery.id && this.openDelivery(delivery.id)),
        element("button", { class: "quiet-button", type: "button", title: `Fail the next to ${delivery.to}`, onclick: () => this.page.faults.open(delivery) }, icon("fault")),
        element("button", { class: "quiet-button", type: "button", title: "Delete this one", onclick: () => this.remove(delivery) }, icon("clear")),
      ),
      delivery.error && element("p", { class: "outcome" }, element("b", {}, "Failed: "), delivery.error),
      delivery.attempts.length > 1 && element("p", { class: "attempts" }, attemptsLine(delivery.attempts)),
      left.length > 0 && element("p", { class: "attempts" }, `Not filled in: ${left.join(", ")}`),
      ...Object.entries(delivery.forwarded ?? {}).map(([where, what]) => element("p", { class: what === "sent" ? "handed-on" : "outcome" }, `${where}: ${what}`)),
      ...(delivery.warnings ?? []).map((text) => element("p", { class: "attempts" }, `Warning: ${text}.`)),
    ];
  }

  /** Show a message of which nothing was sent: `{messageId, channel, title}`. */
  showMessage(message) {
    this.shown = message.messageId;
    byId("panes").classList.add("reading");
    const head = [
      element("span", { class: `channel-icon ${message.channel}` }, icon(message.channel)),
      element("div", { class: "head-words" }, element("h1", {}, message.title || message.messageId), element("p", { class: "head-line" }, `message ${message.messageId}`)),
      element("div", { class: "head-side" }, tag("failed", "failed")),
    ];
    this.present(head, [{ id: "why", name: "Why", make: () => whyView(this.page.api, message) }]);
  }

  showCall(call) {
    const tabs = [
      { id: "call", name: "Call", make: () => callView(call, this.page) },
      ...(call.messageId ? [{ id: "why", name: "Why", make: () => whyView(this.page.api, call) }] : []),
      { id: "json", name: "JSON", make: () => jsonView(call) },
    ];
    const head = [
      element("span", { class: `channel-icon ${call.status >= 400 ? "tag bad" : ""}` }, element("span", { class: "method" }, call.method)),
      element("div", { class: "head-words" }, element("h1", { class: "path" }, call.path), element("p", { class: "head-line" }, fullTime(Date.parse(call.time)))),
      element("div", { class: "head-side" }, tag(String(call.status), call.status >= 400 ? "bad" : "good")),
    ];
    this.present(head, tabs);
  }

  present(head, tabs) {
    const chosen = tabs.some((tab) => tab.id === this.page.address.tab) ? this.page.address.tab : tabs[0].id;
    this.strip = tabStrip(tabs, chosen, (id) => this.page.rememberTab(id === tabs[0].id ? "" : id));
    this.node.replaceChildren(this.back(), element("header", { class: "head" }, head), ...this.strip.nodes);
    this.node.scrollTop = 0;
  }

  back() {
    return element("button", { class: "back quiet-button", type: "button", onclick: () => this.page.closeDetail() }, icon("back"), "Timeline");
  }

  async remove(delivery) {
    await this.page.api.delete(`outbox/${encodeURIComponent(delivery.id)}`);
    this.page.removed(delivery.id);
  }
}

function codeButton(code) {
  return element("button", { class: "code-button", type: "button", title: "Copy the code", onclick: () => copy(code, "Code") }, icon("copy"), code);
}

function attemptsLine(attempts) {
  const first = Date.parse(attempts[0]);
  const waits = attempts.slice(1).map((time) => `${((Date.parse(time) - first) / 1000).toFixed(1)} s`);
  return `Tried ${attempts.length} times: at once, then after ${waits.join(", ")}.`;
}

function callView(call, page) {
  const body = (name, text) => element("section", { class: "block" }, element("h2", {}, name), jsonView(text));
  return element(
    "div",
    { class: "padded" },
    facts([
      ["Route", call.route],
      ["Caller", call.caller],
      ["Error type", call.type],
      ["Unknown parameters", call.unknownParams.join(", ")],
      ["Message", call.messageId && element("button", { class: "link", type: "button", onclick: () => page.searchMessage(call.messageId) }, call.messageId)],
      ["Deliveries", call.deliveryIds.join(", ")],
      ["Fault", call.fault],
      ["Bug in mockwrite", call.bug && element("pre", {}, call.bug)],
    ]),
    call.query && element("section", { class: "block" }, element("h2", {}, "Query"), element("pre", { class: "code" }, decoded(call.query.replaceAll("&", "\n")))),
    call.request.body && body("Request", call.request.body),
    call.answer.body && body("Answer", call.answer.body),
    element("button", { class: "button", type: "button", onclick: () => copy(JSON.stringify(call, null, 2), "Call") }, "Copy as JSON"),
  );
}
