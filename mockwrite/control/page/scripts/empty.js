// What the timeline says when there is nothing to show, and what to do about it.

import { element, icon } from "./element.js";

export function emptyView(address, project) {
  if (address.show === "calls") return words("No API call yet", "Every request to the emulated API will be listed here.");
  if (address.search || address.show) return words("Nothing matches", "Press Esc in the search to see everything again.");
  const endpoint = `${location.origin}/v1`;
  const snippet = [
    "from appwrite.client import Client",
    "",
    "client = Client()",
    `client.set_endpoint("${endpoint}")`,
    `client.set_project("${project?.id ?? "mockwrite"}")`,
    `client.set_key("${project?.key ?? "mockwrite-key"}")`,
  ].join("\n");
  return [
    element("div", { class: "empty-icons" }, ["email", "sms", "push"].map((name) => element("span", { class: `channel-icon ${name}` }, icon(name)))),
    element("h2", {}, "Waiting for the first message"),
    element("p", {}, "Point an Appwrite SDK at this server and send something. It appears here at once."),
    element("pre", {}, snippet),
    element("p", {}, "A message needs an enabled provider and somebody to go to: a user, a target or a topic. Start the server with ", element("code", {}, "--with-providers"), " to have one for each channel."),
  ];
}

function words(title, text) {
  return [element("h2", {}, title), element("p", {}, text)];
}
