// The event stream. It only says that something changed; what changed is read from the API, a few times a second at most.

import { byId, element, redraw } from "./element.js";

const PAUSE = 120;
const KINDS = ["delivery", "message", "call", "clock", "scheduled", "fault", "outbox", "project"];

export class Live {
  /** `changed(kinds)` is called with the set of kinds since the last call; it may return a promise. */
  constructor(page, changed) {
    this.page = page;
    this.changed = changed;
    this.kinds = new Set();
    this.busy = false;
    this.say("off", "connecting");
  }

  /** Listen to the chosen project; an earlier stream ends. */
  listen() {
    this.stream?.close();
    const stream = new EventSource(this.page.api.address("events"));
    this.stream = stream;
    stream.addEventListener("open", () => {
      this.say("on", "live");
      // Whatever happened while the stream was away is read now.
      this.note(...KINDS);
    });
    stream.addEventListener("error", () => {
      this.say("off", "server is away, trying again");
      // If it is there, it is the project that is not.
      this.page.projects.refresh().catch(() => {});
    });
    KINDS.forEach((kind) => stream.addEventListener(kind, () => this.note(kind)));
  }

  note(...kinds) {
    for (const kind of kinds) this.kinds.add(kind);
    if (!this.busy) this.run();
  }

  async run() {
    this.busy = true;
    while (this.kinds.size) {
      const kinds = this.kinds;
      this.kinds = new Set();
      try {
        await this.changed(kinds);
      } catch {
        // The next event, or the stream's return, tries again.
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    this.busy = false;
  }

  say(state, words) {
    const node = byId("live");
    node.className = `live ${state}`;
    redraw(node, element("span", { class: "live-word" }, words));
    node.title = words;
  }
}
