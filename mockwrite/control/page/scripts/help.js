// The sheet of keys and of the search language.

import { byId, element } from "./element.js";

const KEYS = [
  ["j k ↓ ↑", "next, previous message"],
  ["Enter", "into the message"],
  ["[ ]", "previous, next tab"],
  ["/", "search"],
  ["Esc", "back: close, leave, clear the search"],
  ["t", "light, dark or as the system"],
  ["?", "this sheet"],
];

const SEARCH = [
  ["reset", "the word is in any field"],
  ['"reset your password"', "these words together"],
  ["to:ada", "ada is in the address; also from, reply-to, subject, title, content, data, error, attachment, user, target, topic, provider, message, id, action, tag"],
  ["origin:recovery", "what an account sent; messaging for the rest"],
  ["channel:sms", "email, sms or push; also role:cc"],
  ["failed", "failed ones; also sent, status:failed"],
  ["has:attachment", "also html, image, data, action, error, badge, retries"],
  ["after:10m before:2030-01-31", "times of the project: ago (s, m, h, d, w) or ISO"],
  ["-to:ada", "not"],
];

export function openHelp() {
  const sheet = byId("help");
  const table = (rows) => element("dl", { class: "facts" }, rows.map(([name, meaning]) => [element("dt", {}, element("code", {}, name)), element("dd", {}, meaning)]));
  sheet.replaceChildren(
    element("form", { method: "dialog", class: "panel-head" }, element("h2", {}, "Keys and search"), element("button", { class: "quiet-button", "aria-label": "Close" }, "Close")),
    element("div", { class: "help-body" }, element("section", {}, element("h3", {}, "Keys"), table(KEYS)), element("section", {}, element("h3", {}, "Search"), table(SEARCH), element("p", { class: "soft" }, "All conditions must hold. The same language works in HTTP (?search=) and with mockwrite outbox list. Calls have path, error, caller, message, fault, method, and failed."))),
  );
  sheet.showModal();
}
