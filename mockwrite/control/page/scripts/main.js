// The outbox page: puts the parts together and keeps the address bar in step, so that a view can be sent to a colleague.

import { Api } from "./api.js";
import { ClockBar } from "./clock.js";
import { Detail } from "./detail.js";
import { byId, element, icon, redraw, say } from "./element.js";
import { count, plural } from "./format.js";
import { Faults } from "./faults.js";
import { openHelp } from "./help.js";
import { listenToKeys } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { Panel } from "./panel.js";
import { Projects } from "./projects.js";
import { callRow, deliveryRow } from "./row.js";
import { Rows } from "./rows.js";
import { startTheme } from "./theme.js";
import { Unsent } from "./unsent.js";
import { emptyView, goneView } from "./empty.js";

const CHIPS = [
  { id: "", name: "All" },
  { id: "email", name: "E-mail", query: { channel: "email" } },
  { id: "sms", name: "SMS", query: { channel: "sms" } },
  { id: "push", name: "Push", query: { channel: "push" } },
  { id: "account", name: "Account", search: "-origin:messaging" },
  { id: "failed", name: "Failed", query: { status: "failed" } },
  { id: "calls", name: "Calls", apart: true },
];
const REMEMBERED = ["project", "show", "search", "id", "tab"];

/** Join what a chip looks for with what somebody typed. */
function searchOf(chip, typed) {
  return [chip.search, typed].filter(Boolean).join(" ");
}

class Page {
  constructor() {
    this.address = this.readAddress();
    this.api = new Api(this.address.project);
    this.panel = new Panel();
    this.clock = new ClockBar(this);
    this.faults = new Faults(this);
    this.detail = new Detail(this);
    this.unsent = new Unsent(this);
    this.live = new Live(this, (kinds) => this.changed(kinds));
    this.counts = {};
    this.projects = new Projects(this);
    this.unseen = 0;
    // How many deliveries somebody has been asked about, who wants to delete them.
    this.asked = null;
    // Made once, so that the one with the focus keeps it whatever is counted or chosen.
    this.chips = CHIPS.map(({ id, apart }) => element("button", { class: `chip${apart ? " apart" : ""}`, type: "button", onclick: () => this.choose(id) }));
    byId("channels").append(...this.chips);
  }

  now() {
    return this.clock.now();
  }

  readAddress() {
    const values = new URLSearchParams(location.search);
    return Object.fromEntries(REMEMBERED.map((name) => [name, values.get(name) ?? ""]));
  }

  remember(changes, { step = false } = {}) {
    Object.assign(this.address, changes);
    const values = new URLSearchParams();
    for (const name of REMEMBERED) if (this.address[name]) values.set(name, this.address[name]);
    const text = values.toString();
    history[step ? "pushState" : "replaceState"](null, "", text ? `?${text}` : location.pathname);
  }

  rememberTab(tab) {
    this.remember({ tab });
  }

  async start() {
    startTheme();
    byId("open-help").addEventListener("click", openHelp);
    byId("clear").addEventListener("click", () => this.clear());
    this.watchSearch();
    listenToKeys(this);
    addEventListener("popstate", () => location.reload());
    document.addEventListener("visibilitychange", () => this.count(0));
    byId("search").value = this.address.search;
    this.showList();
    this.live.listen();
    if (this.address.id) this.openRow({ id: this.address.id });
  }

  get calls() {
    return this.address.show === "calls";
  }

  /** Make the list for what the filters say, and fill it. */
  showList() {
    this.list?.close();
    this.rows?.reset();
    this.asked = null;
    const chip = CHIPS.find(({ id }) => id === this.address.show) ?? CHIPS[0];
    const search = searchOf(chip, this.address.search);
    const [path, key, query] = this.calls
      ? ["journal", "calls", { search }]
      : ["outbox", "deliveries", { status: "any", ...chip.query, search, view: "row" }];
    const read = async (offset, limit, signal) => {
      const answer = await this.api.get(path, { ...query, offset, limit }, signal);
      return { total: answer.total, rows: answer[key] };
    };
    this.rows = new Rows(read, (change) => this.listChanged(change));
    this.list = new List(byId("timeline"), this.rows, {
      draw: (row) => (this.calls ? callRow(row, this.now()) : deliveryRow(row, this.now())),
      open: (row) => this.openRow(row),
    });
    this.list.selected = this.address.id || null;
    this.drawChips();
    this.unsent.draw();
    this.filled = this.refreshList();
    return this.filled;
  }

  async refreshList({ anew = false } = {}) {
    try {
      await this.rows.refresh({ anew });
      byId("search-problem").hidden = true;
    } catch (error) {
      // Whether the project is there is told where the projects are read.
      if (error.name === "AbortError" || error.status === 404) return;
      if (error.status !== 400) throw error;
      byId("search-problem").textContent = error.message;
      // Nobody who has just typed "to:" wants to be told that a value is missing.
      byId("search-problem").hidden = this.address.search.endsWith(":");
      byId("empty").hidden = true;
    }
  }

  listChanged({ added }) {
    this.drawEmpty();
    this.list.update({ added });
    if (added > 0 && added < 20) byId("announce").textContent = plural(added, "new delivery", "new deliveries");
    this.count(added);
    this.drawClear();
  }

  /** The words in an empty list; until the projects are known it says nothing about them. */
  drawEmpty() {
    const { gone, all, chosen } = this.projects;
    // Whatever stands there stays until it is known what to say in its place.
    if (!this.rows.known && !gone) return;
    const empty = byId("empty");
    empty.hidden = this.rows.known && this.rows.total > 0;
    if (gone) redraw(empty, goneView(this.api.project, all, (id) => this.chooseProject(id)));
    else redraw(empty, emptyView(this.address, chosen, this.unsent.failed));
  }

  /** Somebody who works in another tab sees in the name of this one how many have come meanwhile. */
  count(added) {
    this.unseen = document.hidden ? this.unseen + Math.max(added, 0) : 0;
    this.drawTitle();
  }

  drawTitle() {
    const { chosen } = this.projects;
    const { all = 0, failed = 0 } = this.held();
    const held = [all && plural(all, "delivery", "deliveries"), failed && `${count(failed)} failed`].filter(Boolean).join(", ");
    const title = `${this.unseen ? `(${count(this.unseen)}) ` : ""}${held || "Outbox"} · ${chosen ? `${chosen.id} · ` : ""}mockwrite`;
    if (document.title !== title) document.title = title;
  }

  /** How many there are by filter; messages that failed before anybody got them are failures too. */
  held() {
    return { ...this.counts, failed: (this.counts.failed ?? 0) + this.unsent.failed };
  }

  drawChips() {
    const held = this.held();
    CHIPS.forEach(({ id, name }, index) => {
      const number = held[id || "all"];
      this.chips[index].setAttribute("aria-pressed", String(this.address.show === id));
      redraw(this.chips[index], name, number > 0 && element("span", { class: "chip-count" }, count(number)));
    });
  }

  choose(show) {
    this.remember({ show, id: "", tab: "" });
    this.detail.close();
    this.showList();
  }

  drawClear() {
    const button = byId("clear");
    const { total } = this.rows;
    // Who has been asked about two has not been asked about a third one that came meanwhile.
    const sure = this.asked === total;
    button.hidden = this.calls || total === 0;
    button.classList.toggle("sure", sure);
    const some = this.address.search || this.address.show;
    const words = sure ? `Really delete ${count(total)}?` : some ? `Clear these ${count(total)}` : "Clear";
    // On a phone the words are not shown, and a button needs a name.
    button.setAttribute("aria-label", words);
    redraw(button, icon("clear"), element("span", { class: sure ? "" : "clear-word" }, words));
  }

  ask(total) {
    this.asked = total;
    this.drawClear();
  }

  /** The first click asks, the second does it. */
  async clear() {
    if (this.asked !== this.rows.total) {
      this.ask(this.rows.total);
      clearTimeout(this.asking);
      this.asking = setTimeout(() => this.ask(null), 4000);
      return;
    }
    const chip = CHIPS.find(({ id }) => id === this.address.show);
    const { deleted } = await this.api.delete("outbox", { ...chip.query, search: searchOf(chip, this.address.search) });
    say(`${plural(deleted, "delivery", "deliveries")} deleted`);
    this.closeDetail();
    await this.refresh();
  }

  openRow(row) {
    const first = !this.address.id;
    this.remember({ id: row.id }, { step: first && matchMedia("(max-width: 760px)").matches });
    if (this.calls) this.detail.openCall(row.id);
    else this.detail.openDelivery(row.id);
  }

  closeDetail() {
    this.remember({ id: "", tab: "" });
    this.detail.close();
    this.list.mark(null);
    byId("timeline").focus();
  }

  /** A delivery was deleted; somebody may look at another one by now. */
  removed(id) {
    if (this.address.id === id) this.closeDetail();
    this.refresh();
  }

  /** The deliveries of a message. */
  searchMessage(id) {
    this.search(`message:${id}`, "");
  }

  /** A message without deliveries, and why it has none. */
  openMessage(message) {
    this.panel.close();
    this.remember({ id: "", tab: "" });
    this.list.mark(null);
    this.detail.showMessage(message);
  }

  search(text, show = this.address.show) {
    if (byId("search").value.trim() !== text) byId("search").value = text;
    this.remember({ search: text, show, id: "", tab: "" });
    this.detail.close();
    return this.showList();
  }

  watchSearch() {
    let timer = 0;
    byId("search").addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.searchTyped(), 150);
    });
  }

  /** Search for what stands in the field, if that is not done already; resolves when the list shows it. */
  searchTyped() {
    const text = byId("search").value.trim();
    return text === this.address.search ? this.filled : this.search(text);
  }

  async chooseProject(id) {
    this.api.project = id;
    this.unseen = 0;
    // What has been asked for was about the other one.
    this.clock.reads.outdate();
    this.faults.reads.outdate();
    this.unsent.forget();
    this.projects.draw();
    this.projectsChanged();
    this.remember({ project: id, id: "", tab: "" });
    this.detail.close();
    this.live.listen();
    // Whatever cannot be read is read again when the stream opens.
    await Promise.allSettled([this.showList(), this.unsent.refresh()]);
  }

  projectsChanged() {
    this.counts = this.projects.chosen?.counts ?? {};
    if (this.projects.gone) this.live.say("off", "the project is gone");
    this.clock.show();
    this.drawChips();
    this.drawEmpty();
    this.drawTitle();
  }

  /** Read again what these kinds of events touch. */
  async changed(kinds) {
    const work = [this.projects.refresh()];
    // Where some were taken away, as many may have come meanwhile, so their number tells nothing.
    const anew = kinds.has("outbox") || kinds.has("project");
    if (anew || kinds.has(this.calls ? "call" : "delivery")) work.push(this.refreshList({ anew }));
    if (kinds.has("clock") || kinds.has("scheduled") || kinds.has("message") || kinds.has("delivery") || kinds.has("project")) work.push(this.clock.refresh());
    if (["message", "scheduled", "delivery", "clock", "project"].some((kind) => kinds.has(kind))) work.push(this.unsent.refresh());
    if (kinds.has("fault") || kinds.has("delivery") || kinds.has("project")) work.push(this.faults.refresh());
    // One that fails does not keep the others from being shown; the next event tries it again.
    await Promise.allSettled(work);
  }

  refresh() {
    return this.changed(new Set(["delivery", "call", "fault"]));
  }
}

new Page().start();
