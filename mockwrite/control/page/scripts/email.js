// The tabs of an e-mail. Its HTML is only ever shown in a sandboxed frame that the server serves without network.

import { element, facts, icon } from "./element.js";
import { plural, size } from "./format.js";

export function emailTabs(api, delivery) {
  const part = (name) => api.address(`outbox/${encodeURIComponent(delivery.id)}/${name}`);
  const { links } = delivery;
  const tabs = [];
  if (delivery.html) tabs.push({ id: "html", name: "HTML", make: () => htmlView(part("html")) });
  tabs.push({ id: "text", name: "Text", make: () => element("pre", { class: "letter" }, delivery.text ?? delivery.content) });
  tabs.push({ id: "source", name: "Source", make: () => element("pre", { class: "code" }, delivery.content) });
  tabs.push({ id: "headers", name: "Headers", make: () => headersView(delivery) });
  if (delivery.attachments.length) {
    tabs.push({ id: "attachments", name: `Attachments ${delivery.attachments.length}`, make: () => attachmentsView(part, delivery) });
  }
  if (links.length) tabs.push({ id: "links", name: `Links ${links.length}`, make: () => linksView(links) });
  return tabs;
}

function htmlView(address) {
  // An empty sandbox: no script, no forms, no navigation, an origin of its own. The answer's policy says the same.
  const frame = element("iframe", { class: "letter-frame", sandbox: "", src: address, title: "The e-mail as its reader sees it", referrerpolicy: "no-referrer" });
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
  return element(
    "div",
    { class: "letter-view" },
    element("div", { class: "letter-tools" }, buttons, element("span", { class: "soft" }, "Scripts, forms and remote images are off.")),
    element("div", { class: "letter-desk" }, frame),
  );
}

function headersView(delivery) {
  return element("div", { class: "padded" }, facts(delivery.headers.map(([name, value]) => [name, value])));
}

function attachmentsView(part, delivery) {
  return element(
    "ul",
    { class: "attachments padded" },
    delivery.attachments.map((file) =>
      element(
        "li",
        {},
        icon("attachment"),
        element("span", { class: "file-name" }, file.name),
        element("span", { class: "soft" }, `${file.type}, ${size(file.size)}`),
        element("a", { class: "button", href: part(`attachments/${file.index}`), download: file.name }, icon("download"), "Download"),
      ),
    ),
  );
}

function linksView(links) {
  return element(
    "div",
    { class: "padded" },
    element("p", { class: "soft" }, `${plural(links.length, "link")} in this e-mail. They open in a new tab.`),
    element(
      "ul",
      { class: "links" },
      links.map((target) =>
        element(
          "li",
          {},
          /^(https?|mailto|tel):/i.test(target)
            ? element("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, target)
            : element("code", {}, target),
        ),
      ),
    ),
  );
}
