// Times that stay true: each is told anew when the project's clock ticks, is moved, frozen or set back.

import { element } from "./element.js";
import { distance, fullTime, shortTime } from "./format.js";

// How a time reads, by what it is for; both arguments are milliseconds.
const WAYS = {
  short: shortTime,
  distance,
  "full, distance": (ms, now) => `${fullTime(ms)}, ${distance(ms, now)}`,
  notice: (ms, now) => (ms <= now && now - ms < 60000 ? "now" : shortTime(ms, now).replace(/:\d\d$/, "")),
};

/** A time of the project as an ISO text, told in one of the ways above. */
export function timeNode(iso, way, now, attributes = {}) {
  const node = element("time", { datetime: iso, title: fullTime(Date.parse(iso)), "data-way": way, ...attributes });
  node.textContent = WAYS[way](Date.parse(iso), now);
  return node;
}

/** Tell every time on the page as it reads now. */
export function tellTimes(now) {
  for (const node of document.querySelectorAll("time[data-way]")) {
    const words = WAYS[node.dataset.way](Date.parse(node.dateTime), now);
    if (node.textContent !== words) node.textContent = words;
  }
}
