// The bar at the bottom: the project's time, moving it, and what is due next.

import { byId, element, icon, redraw, say, tag } from "./element.js";
import { clockTime, fullDay, fullTime, plural } from "./format.js";
import { Reads } from "./reads.js";
import { tellTimes, timeNode } from "./times.js";

const STEPS = [
  ["+1 min", { minutes: 1 }],
  ["+1 h", { hours: 1 }],
  ["+1 day", { days: 1 }],
];

export class ClockBar {
  /** `page` offers `api`, `panel`, `projects`, `refresh()` and `openMessage(item)`. */
  constructor(page) {
    this.page = page;
    this.node = byId("clock");
    this.reads = new Reads();
    this.told = false;
    this.node.hidden = true;
    this.base = Date.now();
    this.read = performance.now();
    this.frozen = false;
    this.scheduled = [];
    this.undelivered = [];
    this.time = element("time", { class: "clock-time" });
    this.day = element("span", { class: "clock-day" });
    this.state = element("span", { class: "soft clock-state" });
    this.hold = element("button", { class: "button", type: "button", onclick: () => this.move(this.frozen ? "resume" : "freeze") });
    this.next = element("button", { class: "button", type: "button", onclick: () => this.toNext() }, "Next");
    this.list = element("button", { class: "quiet-button scheduled-button", type: "button", onclick: () => this.page.panel.toggle("scheduled", () => this.view()) });
    // On a phone the moves are folded away, so that the list has the room.
    this.unfold = element("button", { class: "quiet-button unfold", type: "button", "aria-expanded": "false", onclick: () => this.fold() }, "Move");
    this.deliver = element("button", { class: "button", type: "button", onclick: () => this.deliverAll() });
    const steps = STEPS.map(([name, by]) => element("button", { class: "button step", type: "button", title: `Advance the project's clock by ${name.slice(1)}`, onclick: () => this.move("advance", by) }, name));
    this.node.replaceChildren(
      element("span", { class: "clock-now" }, icon("clock"), this.day, this.time, this.state),
      element("span", { class: "clock-moves", role: "group", "aria-label": "Move the clock" }, steps, this.next, this.hold),
      this.unfold,
      this.deliver,
      this.list,
    );
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  /** Show the bar, unless there is no time to move: before a project has told its own, and after it has gone. */
  show() {
    this.node.hidden = !this.told || this.page.projects.gone;
  }

  fold() {
    this.unfold.setAttribute("aria-expanded", String(this.node.classList.toggle("unfolded")));
  }

  /** The project's time now, in milliseconds since 1970. */
  now() {
    return this.frozen ? this.base : this.base + performance.now() - this.read;
  }

  tick() {
    if (document.hidden) return;
    const now = this.now();
    redraw(this.day, fullDay(now));
    redraw(this.time, `${clockTime(now)} UTC`);
    tellTimes(now);
  }

  /** Read the clock and what is scheduled again. */
  async refresh() {
    const read = await this.reads.newest(() => Promise.all([this.page.api.get("clock"), this.page.api.get("scheduled")]));
    if (!read) return;
    const [clock, { scheduled, undelivered }] = read;
    this.take(clock);
    this.scheduled = scheduled;
    this.undelivered = undelivered;
    const due = scheduled.filter((item) => item.at);
    const held = scheduled.filter((item) => item.status === "processing");
    this.next.disabled = due.length === 0;
    this.next.title = due.length ? `Advance to the next one: ${fullTime(Date.parse(due[0].at))}` : "Nothing is scheduled";
    this.deliver.hidden = held.length === 0;
    redraw(this.deliver, `Deliver ${held.length} now`);
    const next = due.length > 0 && element("span", { class: "next-due" }, ", next ", timeNode(due[0].at, "distance", this.now()));
    redraw(this.list, element("span", {}, due.length ? `${due.length} scheduled` : "Nothing scheduled", next), undelivered.length > 0 && tag(`${undelivered.length} not sent`, "failed"));
    this.page.panel.redraw("scheduled");
    this.tick();
  }

  take(clock) {
    this.told = true;
    this.show();
    this.base = Date.parse(clock.now);
    this.read = performance.now();
    this.frozen = clock.frozen;
    redraw(this.state, clock.frozen && "frozen");
    this.node.classList.toggle("frozen", clock.frozen);
    redraw(this.hold, icon(clock.frozen ? "play" : "pause"), element("span", { class: "hold-word" }, clock.frozen ? "Resume" : "Freeze"));
    this.hold.title = clock.frozen ? "Let the clock tick on" : "Stop the clock";
  }

  async move(how, by = {}) {
    try {
      const moved = await this.page.api.post(`clock/${how}`, by);
      this.reads.outdate();
      this.take(moved);
      this.tick();
      const delivered = moved.delivered?.length ?? 0;
      if (how === "advance" || how === "travel" || delivered) say(delivered ? `${plural(delivered, "delivery", "deliveries")} made` : "Moved; nothing was due");
    } catch (error) {
      say(error.message, true);
    }
    this.page.refresh();
  }

  toNext() {
    const due = this.scheduled.find((item) => item.at);
    if (due) return this.move("travel", { to: due.at });
  }

  async deliverAll() {
    try {
      const { delivered } = await this.page.api.post("deliver");
      say(`${plural(delivered.length, "delivery", "deliveries")} made`);
    } catch (error) {
      say(error.message, true);
    }
    this.page.refresh();
  }

  /** The panel with everything that waits, and what never left. */
  view() {
    return ["What comes next", this.coming(), ...this.notSent()];
  }

  notSent() {
    if (!this.undelivered.length) return [];
    const cards = this.undelivered.map((item) =>
      element(
        "li",
        { class: "card", "data-id": item.messageId },
        element("span", { class: `channel-icon ${item.channel}` }, icon(item.channel)),
        element("div", {}, element("b", {}, item.title || item.messageId), element("p", { class: "soft" }, item.reason)),
        element("div", { class: "card-side" }, tag("failed", "failed"), element("button", { class: "button", type: "button", onclick: () => this.openMessage(item.messageId) }, "Why")),
      ),
    );
    return [element("h3", {}, "Not sent: nothing was handed to a provider"), element("ul", { class: "cards" }, cards)];
  }

  openMessage(id) {
    this.page.openMessage(this.undelivered.find(({ messageId }) => messageId === id));
  }

  coming() {
    const now = this.now();
    if (!this.scheduled.length) {
      return element("p", { class: "soft" }, "Nothing is scheduled. A message created with ", element("code", {}, "scheduledAt"), " waits here until the project's clock reaches its time.");
    }
    const items = this.scheduled.map((item) =>
      element(
        "li",
        { class: "card", "data-id": item.messageId, "data-at": item.at },
        element("span", { class: `channel-icon ${item.channel}` }, icon(item.channel)),
        element(
          "div",
          {},
          element("b", {}, item.title || item.messageId),
          !item.at && element("p", { class: "soft" }, `It ${item.reason}.`),
          item.at && timeNode(item.at, "full, distance", now, { class: "soft" }),
        ),
        element("div", { class: "card-side" }, tag(item.status, item.status), item.at && element("button", { class: "button", type: "button", onclick: () => this.move("travel", { to: item.at }) }, "Go there")),
      ),
    );
    return element("ul", { class: "cards" }, items);
  }
}
