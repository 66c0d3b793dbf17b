// What the timeline says when there is nothing to show, and what to do about it.

import { copy, element, icon } from "./element.js";
import { plural } from "./format.js";

/** `failed` is how many messages failed before anybody got them. */
export function emptyView(address, project, failed) {
  if (address.show === "calls") return words("No API call yet", "Every request to the emulated API will be listed here.");
  if (address.show === "failed" && !address.search && failed) return words("No delivery failed", "The messages above failed before anybody was served.");
  if (address.search || address.show) return words("Nothing matches", "Press Esc in the search to see everything again.");
  const wanted = [
    ["Endpoint", `${location.origin}/v1`],
    ["Project", project?.id],
    ["API key", project?.key],
  ].filter(([, value]) => value);
  return [
    element("div", { class: "empty-icons" }, ["email", "sms", "push"].map((name) => element("span", { class: `channel-icon ${name}` }, icon(name)))),
    ...(failed
      ? words(`${plural(failed, "message", "messages")} failed before anybody got ${failed === 1 ? "it" : "them"}`, "The reason stands beside each of them above; choose one to see who was left out and why.")
      : words("Waiting for the first message", "Point an Appwrite SDK at this server and send something. It appears here at once.")),
    element("dl", { class: "connect" }, wanted.map(([name, value]) => [element("dt", {}, name), element("dd", {}, element("button", { class: "code-button", type: "button", title: `Copy ${value}`, onclick: () => copy(value, name) }, icon("copy"), element("span", { class: "code-text" }, value)))])),
    element("p", {}, "A message needs an enabled provider and somebody to go to: a user, a target or a topic. Start the server with ", element("code", {}, "--with-providers"), " to have one for each channel."),
  ];
}

/** There is no project `id`: which there are, and `choose(id)` to look at one. */
export function goneView(id, projects, choose) {
  return [
    ...words(`There is no project ${id}`, "It was never made, or it has ended: the project of a test lives as long as the test. It shows here when it comes."),
    ...(projects.length ? [element("p", {}, "There are:")] : []),
    element("div", { class: "empty-choice" }, projects.slice(-12).map((project) => element("button", { class: "code-button", type: "button", "data-id": project.id, onclick: () => choose(project.id) }, project.id))),
  ];
}

function words(title, text) {
  return [element("h2", {}, title), element("p", {}, text)];
}
