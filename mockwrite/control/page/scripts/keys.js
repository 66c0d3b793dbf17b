// The keyboard: j k move, Enter into, Esc back, / search, [ ] tabs, t theme, ? help.

import { byId } from "./element.js";
import { openHelp } from "./help.js";
import { nextTheme } from "./theme.js";

export function listenToKeys(page) {
  const actions = {
    j: () => page.list.move(1),
    k: () => page.list.move(-1),
    ArrowDown: () => page.list.move(1),
    ArrowUp: () => page.list.move(-1),
    Enter: () => byId("detail").focus(),
    "/": () => byId("search").select(),
    "[": () => page.detail.strip?.move(-1),
    "]": () => page.detail.strip?.move(1),
    t: nextTheme,
    "?": openHelp,
    Escape: () => back(page),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    const field = event.target.closest("input, select, textarea");
    if (field) {
      if (event.key === "Escape") leave(page, field);
      if (event.key === "Enter" && field.type === "search") chooseFirst(page);
      return;
    }
    // Enter and the arrows keep their meaning on buttons, links and in a scrolling text.
    const inList = event.target === document.body || event.target.closest(".list-pane");
    if ((event.key === "Enter" || event.key.startsWith("Arrow")) && (!inList || event.target.closest("button, a"))) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Whoever types fast presses Enter before the search has begun. */
async function chooseFirst(page) {
  await page.searchTyped();
  await page.list.choose(0);
  byId("timeline").focus();
}

function leave(page, field) {
  if (field.id === "search" && field.value) page.search("");
  else byId("timeline").focus();
}

function back(page) {
  if (page.panel.open) page.panel.close();
  else if (page.address.id) page.closeDetail();
  else if (page.address.search) page.search("");
}
