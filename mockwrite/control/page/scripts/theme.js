// Light, dark, or as the system says; the choice is kept in this browser.

import { byId, say } from "./element.js";

const ORDER = ["", "light", "dark"];
const NAMES = { "": "as the system", light: "light", dark: "dark" };

function read() {
  try {
    return localStorage.getItem("mockwrite-theme") ?? "";
  } catch {
    return "";
  }
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
}

export function nextTheme() {
  const theme = ORDER[(ORDER.indexOf(document.documentElement.dataset.theme) + 1) % ORDER.length];
  apply(theme);
  try {
    localStorage.setItem("mockwrite-theme", theme);
  } catch {
    // Private windows may refuse; the choice then lasts as long as the page.
  }
  say(`Theme: ${NAMES[theme]}`);
}

export function startTheme() {
  apply(read());
  byId("theme").addEventListener("click", nextTheme);
}
