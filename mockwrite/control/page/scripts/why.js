// "Why did Ada (not) get it?": every candidate of a message, and what became of it.

import { element, tag } from "./element.js";
import { plural } from "./format.js";
import { Reads } from "./reads.js";

/** The explanation of the whole message, the person of this delivery marked. */
export async function whyView(api, { id, messageId, to = "" }) {
  const reads = new Reads();
  const ask = (person) => reads.newest(() => api.get(`explain/${encodeURIComponent(messageId || id)}`, { person }));
  const answer = element("div", {}, explanation(await ask(""), to));
  const field = element("input", { type: "text", class: "text-field", placeholder: "user, address or token", "aria-label": "About whom" });
  const again = async (event) => {
    event.preventDefault();
    try {
      const told = await ask(field.value.trim());
      if (told) answer.replaceChildren(explanation(told, to));
    } catch (error) {
      answer.replaceChildren(element("p", { class: "hint" }, error.message));
    }
  };
  const form = element("form", { class: "ask", onsubmit: again }, element("label", {}, "Why did … not get it? ", field), element("button", { class: "button" }, "Ask"));
  return element("div", { class: "padded" }, form, answer);
}

function explanation(told, marked) {
  const isMarked = (candidate) => candidate.address === marked;
  const candidates = [...told.candidates.filter(isMarked), ...told.candidates.filter((candidate) => !isMarked(candidate))];
  return element(
    "div",
    {},
    element("p", { class: "summary" }, told.summary),
    element(
      "ul",
      { class: "people" },
      candidates.map((candidate) =>
        element(
          "li",
          { class: isMarked(candidate) ? "marked" : "" },
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
