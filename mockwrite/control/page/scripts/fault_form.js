// "Fail the next to cleo@…": a form for a rule on deliveries.

import { element, redraw } from "./element.js";

const CHANNELS = [
  ["", "message"],
  ["email", "e-mail"],
  ["sms", "SMS"],
  ["push", "push"],
];
const TIMES = [
  ["1", "the next"],
  ["2", "the next 2"],
  ["5", "the next 5"],
  ["", "every"],
];

/**
 * Build the form: its `node`, and `offer()` to call when there are other failures. `failures()` are what a provider can answer,
 * `about` has the channel and the address to begin with, and `set(rule)` is called with the rule as the control API takes it.
 */
export function faultForm(failures, about, set) {
  const times = choice("times", "How many", TIMES);
  const channel = choice("channel", "Channel", CHANNELS, about.channel);
  const to = element("input", { class: "text-field", name: "to", value: about.to ?? "", placeholder: "anybody, or cleo@example.com, *@example.com", "aria-label": "To whom", autocomplete: "off", spellcheck: "false" });
  const failure = element("select", { name: "failure", "aria-label": "With what" });
  const error = element("input", { class: "text-field", name: "error", placeholder: "in the provider's own words", "aria-label": "Error text, in place of the provider's own", autocomplete: "off" });

  /** Only what this channel's providers can answer is offered. */
  function offer() {
    const possible = failures().filter(({ channels }) => !channel.value || channels.includes(channel.value));
    const before = failure.value;
    redraw(failure, possible.map(({ name, meaning }) => element("option", { value: name, title: meaning }, name.replaceAll("_", " "))));
    if (possible.some(({ name }) => name === before)) failure.value = before;
  }

  function submit(event) {
    event.preventDefault();
    const rule = { channel: channel.value, to: to.value.trim(), failure: failure.value, error: error.value.trim() };
    const filled = Object.fromEntries(Object.entries(rule).filter(([, value]) => value));
    const whom = filled.to ? ` to ${filled.to}` : "";
    set({ on: "delivery", name: `${labelOf(times)} ${labelOf(channel)}${whom}`, ...filled, ...(times.value && { times: Number(times.value) }) });
  }

  channel.addEventListener("change", offer);
  offer();
  const node = element(
    "form",
    { class: "fault-form", onsubmit: submit },
    element("p", {}, "Fail ", times, " ", channel),
    element("label", {}, "to ", to),
    element("label", {}, "with ", failure),
    element("label", {}, "saying ", error),
    element("button", { class: "button", type: "submit" }, "Set this fault"),
  );
  return { node, offer };
}

const labelOf = (select) => select.selectedOptions[0].textContent;

function choice(name, label, options, chosen = options[0][0]) {
  return element("select", { name, "aria-label": label }, options.map(([value, words]) => element("option", { value, selected: value === chosen }, words)));
}
