// "Why did Ada (not) get it?": every candidate of a message, and what became of it.

import { element, tag } from "./element.js";
import { plural } from "./format.js";

/** The explanation of the whole message, the person of this delivery marked. */
export async function whyView(api, { messageId, to }) {
  if (!messageId) return element("p", { class: "trouble" }, "This delivery belongs to no message.");
  const told = await api.get(`explain/${encodeURIComponent(messageId)}`);
  return explanation(told, to);
}

export function explanation(told, marked = "") {
  return element(
    "div",
    { class: "padded" },
    element("p", { class: "summary" }, told.summary),
    element(
      "ul",
      { class: "people" },
      told.candidates.map((candidate) =>
        element(
          "li",
          { class: candidate.address === marked ? "marked" : "" },
          tag(candidate.outcome, kind(candidate.outcome)),
          element(
            "div",
            {},
            element("b", {}, candidate.name || candidate.address || candidate.userId || "?"),
            candidate.name && candidate.address && element("span", { class: "soft" }, ` ${candidate.address}`),
            element("p", {}, candidate.reason),
          ),
          element("span", { class: "soft way" }, candidate.way),
        ),
      ),
    ),
    told.total > told.candidates.length && element("p", { class: "soft" }, `and ${plural(told.total - told.candidates.length, "more candidate")}.`),
  );
}

const kind = (outcome) => ({ sent: "sent", failed: "failed", waiting: "waiting" })[outcome] ?? "";
