// What Appwrite would have sent to the provider, secrets masked; and records as JSON.

import { copy, element, facts, tag } from "./element.js";

export async function wireView(api, delivery) {
  const { requests } = await api.get(`outbox/${encodeURIComponent(delivery.id)}/wire`);
  if (!requests.length) return element("p", { class: "trouble" }, "Nothing was sent to a provider for this delivery.");
  return element("div", { class: "padded" }, requests.map(request));
}

function request(sent) {
  const body = typeof sent.body === "string" ? sent.body : JSON.stringify(sent.body, null, 2);
  return element(
    "section",
    { class: "block" },
    element("h2", { class: "wire-line" }, tag(sent.method), element("code", {}, sent.url)),
    sent.note && element("p", { class: "soft" }, sent.note),
    facts(Object.entries(sent.headers ?? {})),
    body && element("pre", { class: "code" }, pretty(body)),
    element("button", { class: "button", type: "button", onclick: () => copy(body, "Body") }, "Copy body"),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export function jsonView(record) {
  const text = typeof record === "string" ? pretty(record) : JSON.stringify(record, null, 2);
  return element("pre", { class: "code" }, text);
}
