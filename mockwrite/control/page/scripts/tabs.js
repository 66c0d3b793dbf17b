// Tabs whose content is made when they are first opened.

import { element } from "./element.js";

/**
 * Build a tab strip with its pane. `tabs` is a list of `{id, name, make}`; `make()` returns a node or a promise of one.
 * `remember` is told the id of the chosen tab.
 */
export function tabStrip(tabs, chosen, remember) {
  const pane = element("div", { class: "tab-pane", role: "tabpanel", tabindex: "0" });
  const buttons = tabs.map((tab) =>
    element("button", { class: "tab", type: "button", role: "tab", id: `tab-${tab.id}`, onclick: () => show(tab.id) }, tab.name),
  );
  const strip = element("div", { class: "tabs", role: "tablist", onkeydown: keys }, buttons);
  let current = -1;

  async function show(id) {
    const index = Math.max(0, tabs.findIndex((tab) => tab.id === id));
    current = index;
    buttons.forEach((button, position) => {
      button.setAttribute("aria-selected", String(position === index));
      button.tabIndex = position === index ? 0 : -1;
    });
    pane.setAttribute("aria-labelledby", `tab-${tabs[index].id}`);
    pane.className = `tab-pane ${tabs[index].id}-pane`;
    remember(tabs[index].id);
    try {
      const content = await tabs[index].make();
      if (current === index) pane.replaceChildren(content);
    } catch (error) {
      if (current === index) pane.replaceChildren(element("p", { class: "trouble" }, error.message));
    }
  }

  function keys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(step);
    buttons[current].focus();
  }

  function move(step) {
    show(tabs[(current + step + tabs.length) % tabs.length].id);
  }

  show(chosen);
  return { nodes: [strip, pane], move };
}
