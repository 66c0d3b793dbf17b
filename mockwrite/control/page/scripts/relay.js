// Handing an e-mail on to a real SMTP server, such as a local inbox.

import { element, icon, say } from "./element.js";

/** The button at an e-mail; where the server knows no relay, a panel asks for one. `done()` is called afterwards. */
export function relayButton(page, delivery, done) {
  async function relay(to) {
    try {
      const answer = await page.api.post(`outbox/${encodeURIComponent(delivery.id)}/relay`, to ? { to } : {});
      say(`Handed on to ${answer.to}`);
      if (page.panel.shows("relay")) page.panel.close();
    } catch (error) {
      if (error.status === 409 && !to) return page.panel.toggle("relay", () => ["Relay", ...ask(relay)]);
      say(error.message, true);
    }
    done();
  }
  return element("button", { class: "quiet-button", type: "button", title: "Relay: hand this e-mail on to an SMTP server", onclick: () => relay("") }, icon("relay"));
}

function ask(relay) {
  const field = element("input", { class: "text-field", name: "to", value: "smtp://localhost:1025", "aria-label": "SMTP server", required: true });
  const submit = (event) => {
    event.preventDefault();
    relay(field.value.trim());
  };
  return [
    element("p", { class: "soft" }, "To which SMTP server? Start with ", element("code", {}, "--relay"), " to have one for every e-mail."),
    element("form", { class: "ask", onsubmit: submit }, field, element("button", { class: "button", type: "submit" }, "Hand on")),
  ];
}
