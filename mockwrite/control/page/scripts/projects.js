// The choice of a project, and what is new in the others. The event stream tells of one project, so the list is asked.

import { byId, element, redraw } from "./element.js";
import { count } from "./format.js";
import { Reads } from "./reads.js";

const PAUSE = 2500;

export class Projects {
  /** `page` offers `api`, `chooseProject(id)` and `projectsChanged()`. */
  constructor(page) {
    this.page = page;
    this.reads = new Reads();
    this.all = [];
    this.known = false;
    this.standard = "";
    // How many deliveries each project had when somebody looked at it last.
    this.seen = new Map();
    this.select = byId("project");
    this.news = byId("elsewhere");
    this.select.addEventListener("change", () => page.chooseProject(this.select.value));
    setInterval(() => this.refresh().catch(() => {}), PAUSE);
  }

  /** The id of the project that is shown, whether it exists or not. */
  get id() {
    return this.page.api.project || this.standard;
  }

  /** The project that is shown, undefined while there is none. */
  get chosen() {
    return this.all.find(({ id }) => id === this.id);
  }

  /** Whether the project that is asked for does not exist, or not any more: a test's project ends with the test. */
  get gone() {
    return this.known && Boolean(this.page.api.project) && !this.chosen;
  }

  async refresh() {
    const read = await this.reads.newest(() => this.page.api.get("projects"));
    if (!read) return;
    const wasGone = this.gone;
    // What is there when the page opens is not new; a project that appears later is, with all it has.
    for (const { id, counts } of read.projects) if (!this.seen.has(id)) this.seen.set(id, this.known ? 0 : counts.all);
    Object.assign(this, { all: read.projects, standard: read.current, known: true });
    this.draw();
    this.page.projectsChanged();
    // Its stream has ended for good, so what was there is read from the start.
    if (wasGone && !this.gone) await this.page.chooseProject(this.id);
  }

  draw() {
    const { chosen } = this;
    if (chosen) this.seen.set(chosen.id, chosen.counts.all);
    const fresh = this.all.map(({ id, counts }) => ({ id, added: counts.all - this.seen.get(id) }));
    // A project that was cleared begins to count anew.
    for (const { id, added } of fresh) if (added < 0) this.seen.set(id, this.seen.get(id) + added);
    const choices = this.gone ? [...fresh, { id: this.id, added: 0 }] : fresh;
    redraw(this.select, choices.map(({ id, added }) => element("option", { value: id }, added > 0 ? `${id} (${count(added)} new)` : id)));
    this.select.value = this.id;
    const news = fresh.filter(({ added }) => added > 0).slice(0, 2);
    redraw(this.news, news.map(({ id, added }) => element("button", { class: "elsewhere-button", type: "button", "data-id": id, onclick: () => this.page.chooseProject(id) }, `${count(added)} new in ${id}`)));
  }
}
