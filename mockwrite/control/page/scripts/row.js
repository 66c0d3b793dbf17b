// What a row of the timeline shows: a delivery or an API call.

import { element, icon, tag } from "./element.js";
import { plural } from "./format.js";
import { timeNode } from "./times.js";

/** The one-line content of a delivery, channel by channel. */
function what(row) {
  if (row.channel === "email") return [element("b", {}, row.subject || "(no subject)"), ` ${row.preview ?? ""}`];
  if (row.channel === "push") return [element("b", {}, row.title || "(no title)"), ` ${row.preview ?? ""}`];
  return [row.preview ?? ""];
}

/** Draw a delivery; `now` gives the project's time in milliseconds. */
export function deliveryRow(row, now) {
  const failed = row.status === "failed";
  return [
    element("span", { class: `row-icon ${row.channel}`, title: row.channel }, icon(row.channel)),
    element(
      "div",
      { class: "row-words" },
      element("div", { class: "row-line" }, row.person && element("b", { class: "row-person" }, row.person), element("span", { class: "row-to" }, row.to), row.role !== "to" && tag(row.role), row.origin !== "messaging" && tag(row.origin)),
      // By its own letters: cut off at its end, not at its beginning, when it is read from right to left.
      element("div", { class: "row-what", dir: "auto" }, what(row)),
    ),
    element(
      "div",
      { class: "row-side" },
      timeNode(row.time, "short", now),
      element("span", { class: "row-marks" }, row.attachments > 0 && icon("attachment"), failed && tag("failed", "failed")),
    ),
  ];
}

/** Draw a call to the emulated API. */
export function callRow(row, now) {
  const bad = row.status >= 400;
  return [
    element("span", { class: `row-icon ${bad ? "tag bad" : ""}` }, element("span", { class: "method" }, row.method)),
    element(
      "div",
      { class: "row-words" },
      element("div", { class: "row-line" }, element("span", { class: "row-to" }, row.path)),
      element("div", { class: "row-what" }, callWords(row)),
    ),
    element(
      "div",
      { class: "row-side" },
      timeNode(row.time, "short", now),
      element("span", { class: `status-code${bad ? " bad" : ""}` }, String(row.status)),
    ),
  ];
}

function callWords(row) {
  if (row.bug) return "a bug in mockwrite";
  if (row.type) return row.type;
  if (row.deliveryIds.length) return plural(row.deliveryIds.length, "delivery", "deliveries");
  return row.caller ? `by ${row.caller}` : "";
}
