// The tabs of an e-mail. Its HTML is only ever shown in a sandboxed frame that the server serves without network.

import { attachmentsView } from "./attachments.js";
import { hasRemoteImages, isOfTheApplication, linkTargets, linkTrouble } from "./checks.js";
import { element, facts, tag } from "./element.js";
import { plural } from "./format.js";

export function emailTabs(api, delivery) {
  const part = (name) => api.address(`outbox/${encodeURIComponent(delivery.id)}/${name}`);
  // The server names what a reader can follow; what nobody can follow is a finding too.
  const links = [...new Set([...delivery.links, ...(delivery.html ? linkTargets(delivery.content) : [])])];
  const trouble = isOfTheApplication(delivery) ? linkTrouble : () => "";
  const troubles = links.filter(trouble).length;
  const tabs = [];
  if (delivery.html) tabs.push({ id: "html", name: "HTML", make: () => htmlView(api, delivery) });
  tabs.push({ id: "text", name: "Text", make: () => element("pre", { class: "letter" }, delivery.text ?? delivery.content) });
  tabs.push({ id: "source", name: "Source", make: () => element("pre", { class: "code" }, delivery.content) });
  tabs.push({ id: "headers", name: "Headers", make: () => headersView(delivery) });
  if (delivery.attachments.length) {
    tabs.push({ id: "attachments", name: `Attachments ${delivery.attachments.length}`, make: () => attachmentsView(part, delivery.attachments) });
  }
  if (links.length) tabs.push({ id: "links", name: `Links ${links.length}${troubles ? `, ${troubles} to check` : ""}`, make: () => linksView(links, trouble) });
  return tabs;
}

function htmlView(api, delivery) {
  const asked = { images: "own", theme: "light" };
  const address = (changes = {}) => api.address(`outbox/${encodeURIComponent(delivery.id)}/html`, Object.assign(asked, changes));
  // An empty sandbox: no script, no forms, no navigation, an origin of its own. The answer's policy says the same.
  const frame = element("iframe", { class: "letter-frame", sandbox: "", src: address(), title: "The e-mail as its reader sees it", referrerpolicy: "no-referrer" });
  const note = element("span", { class: "soft" }, "Scripts, forms and remote images are off.");
  const pressed = (button) => button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  const toggle = (name, title, change) =>
    element("button", { class: "button", type: "button", title, "aria-pressed": "false", onclick: (event) => (pressed(event.currentTarget), change(event.currentTarget.getAttribute("aria-pressed") === "true")) }, name);
  const sizes = [
    ["Desktop", ""],
    ["Phone", "narrow"],
  ];
  const buttons = sizes.map(([name, kind]) =>
    element("button", { class: "button", type: "button", "aria-pressed": String(kind === ""), onclick: (event) => choose(event.currentTarget, kind) }, name),
  );
  function choose(button, kind) {
    frame.classList.toggle("narrow", kind === "narrow");
    buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  }
  // A mail with dark colours of its own shows them; the others are turned round, as mail programs do.
  const ownDark = /prefers-color-scheme/i.test(delivery.content);
  const dark = toggle("Dark", ownDark ? "With the dark colours that the mail brings" : "As programs that turn the colours round show it", (on) => {
    frame.classList.toggle(ownDark ? "dark" : "inverted", on);
    if (ownDark) frame.src = address({ theme: on ? "dark" : "light" });
  });
  const images = toggle("Remote images", "Fetch them: whoever sent them may notice", (on) => {
    frame.src = address({ images: on ? "remote" : "own" });
    note.textContent = on ? "Scripts and forms are off." : "Scripts, forms and remote images are off.";
  });
  return element(
    "div",
    { class: "letter-view" },
    element("div", { class: "letter-tools" }, buttons, dark, hasRemoteImages(delivery.content) && images, note),
    element("div", { class: "letter-desk" }, frame),
  );
}

function headersView(delivery) {
  return element("div", { class: "padded" }, facts(delivery.headers.map(([name, value]) => [name, value])));
}

function linksView(links, trouble) {
  return element(
    "div",
    { class: "padded" },
    element("p", { class: "soft" }, `${plural(links.length, "link")} in this e-mail. ${links.length === 1 ? "It opens" : "They open"} in a new tab.`),
    element(
      "ul",
      { class: "links" },
      links.map((target) =>
        element(
          "li",
          {},
          trouble(target) && element("p", {}, tag(trouble(target), "waiting")),
          /^(https?|mailto|tel):/i.test(target)
            ? element("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, target)
            : element("code", {}, target || "(empty)"),
        ),
      ),
    ),
  );
}
