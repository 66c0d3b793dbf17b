// The choice of a project, and what is new in the others. The event stream tells of one project, so the list is asked.

import { byId, element } from "./element.js";
import { count } from "./format.js";

const PAUSE = 2500;

export class Projects {
  /** `page` offers `api`, `chooseProject(id)` and `projectsChanged(chosen)`. */
  constructor(page) {
    this.page = page;
    this.all = [];
    // How many deliveries each project had when somebody looked at it last.
    this.seen = new Map();
    // Whether the project that is asked for does not exist, or not any more: a test's project ends with the test.
    this.gone = false;
    this.select = byId("project");
    this.news = byId("elsewhere");
    this.select.addEventListener("change", () => page.chooseProject(this.select.value));
    setInterval(() => this.refresh().catch(() => {}), PAUSE);
  }

  get chosen() {
    return this.all.find(({ id }) => id === this.select.value);
  }

  async refresh() {
    const { projects, current } = await this.page.api.get("projects");
    // What is there when the page opens is not new; a project that appears later is, with all it has.
    for (const { id, counts } of projects) if (!this.seen.has(id)) this.seen.set(id, this.all.length ? 0 : counts.all);
    this.all = projects;
    const ids = projects.map(({ id }) => id);
    const wanted = this.page.api.project;
    const wasGone = this.gone;
    this.gone = Boolean(wanted) && !ids.includes(wanted);
    if (this.gone) ids.push(wanted);
    if (ids.join("\n") !== [...this.select.options].map(({ value }) => value).join("\n")) {
      this.select.replaceChildren(...ids.map((id) => element("option", { value: id })));
    }
    this.select.value = this.page.api.project || current;
    this.draw();
    this.page.projectsChanged(this.chosen);
    // Its stream has ended for good, so what was there is read from the start.
    if (wasGone && !this.gone) await this.page.chooseProject(wanted);
  }

  draw() {
    const { chosen } = this;
    if (chosen) this.seen.set(chosen.id, chosen.counts.all);
    const fresh = this.all.map(({ id, counts }) => ({ id, added: counts.all - this.seen.get(id) }));
    // A project that was cleared begins to count anew.
    for (const { id, added } of fresh) if (added < 0) this.seen.set(id, this.seen.get(id) + added);
    const news = fresh.filter(({ added }) => added > 0);
    for (const option of this.select.options) {
      const { added = 0 } = news.find(({ id }) => id === option.value) ?? {};
      const words = added ? `${option.value} (${count(added)} new)` : option.value;
      if (option.textContent !== words) option.textContent = words;
    }
    const buttons = news.slice(0, 2).map(({ id, added }) => [`${count(added)} new in ${id}`, id]);
    const before = [...this.news.children].map(({ textContent }) => textContent);
    if (before.join("\n") === buttons.map(([words]) => words).join("\n")) return;
    this.news.replaceChildren(...buttons.map(([words, id]) => element("button", { class: "elsewhere-button", type: "button", onclick: () => this.page.chooseProject(id) }, words)));
  }
}
