// SMS and push as a phone shows them.

import { element, facts, icon, tag } from "./element.js";
import { clockTime, count, fullTime, plural } from "./format.js";
import { timeNode } from "./times.js";

/** An SMS as a bubble, with the segments that the carrier would count. */
export function smsView(delivery) {
  const { segments } = delivery;
  const time = Date.parse(delivery.time);
  const filled = segments.texts.at(-1)?.units ?? 0;
  const meter = element("span", { class: "meter-fill" });
  meter.style.width = `${Math.min(100, (filled / segments.capacity) * 100)}%`;
  return element(
    "div",
    { class: "phone-view" },
    phone(
      time,
      element("div", { class: "chat-head" }, element("span", { class: "face" }, icon("sms")), element("b", {}, delivery.from || "Unknown sender")),
      element("div", { class: "chat" }, element("p", { class: "chat-time" }, fullTime(time)), element("p", { class: "chat-bubble" }, delivery.content)),
    ),
    element(
      "div",
      { class: "phone-facts" },
      element("h2", {}, plural(segments.texts.length, "segment"), " ", tag(segments.encoding)),
      element("p", { class: "soft" }, `${plural(segments.characters, "character")}, ${count(segments.units)} ${segments.encoding === "UCS-2" ? "code units" : "septets"}; ${count(segments.capacity)} fit into ${segments.texts.length === 1 ? "one segment" : "each segment"}.`),
      element("span", { class: "meter" }, meter),
      element("p", { class: "soft" }, `${count(segments.capacity - filled)} left in the last one.`),
      segments.reason && element("p", { class: "hint" }, `UCS-2 because of ${segments.reason}.`),
      element("ol", { class: "segments" }, segments.texts.map((part, index) => element("li", {}, element("span", { class: "segment-number" }, String(index + 1)), element("span", { class: "segment-text" }, part.text), element("span", { class: "soft" }, count(part.units))))),
      facts([["To", delivery.to], ["From", delivery.from], ...whereFrom(delivery)]),
    ),
  );
}

/** A push as a notification on a locked phone. */
export function pushView(api, delivery, now) {
  const time = Date.parse(delivery.time);
  const badge = delivery.badge !== undefined && delivery.badge !== null && delivery.badge >= 0;
  const face = element("span", { class: "app-face" }, icon("push"), badge && element("span", { class: "app-badge" }, String(delivery.badge)));
  if (/^#[0-9a-f]{6}$/i.test(delivery.color ?? "")) face.style.backgroundColor = delivery.color;
  return element(
    "div",
    { class: "phone-view" },
    phone(
      time,
      element("div", { class: "lock-clock" }, clockTime(time).slice(0, 5)),
      element(
        "div",
        { class: "notice" },
        element("div", { class: "notice-head" }, face, element("span", { class: "soft" }, "Your app"), element("span", { class: "soft" }, timeNode(delivery.time, "notice", now))),
        element("b", { class: "notice-title" }, delivery.title || ""),
        element("p", { class: "notice-body" }, delivery.body || ""),
        delivery.image && picture(api, delivery),
        delivery.action && element("span", { class: "notice-action" }, delivery.action),
      ),
    ),
    element(
      "div",
      { class: "phone-facts" },
      element("h2", {}, "Push"),
      facts([
        ["Device token", element("code", { class: "token" }, delivery.to)],
        ["Badge", badge ? String(delivery.badge) : ""],
        ["Sound", delivery.sound],
        ["Icon", delivery.icon],
        ["Color", delivery.color],
        ["Tag", delivery.tag],
        ["Action", delivery.action],
        ["Image", delivery.image],
        ["Priority", delivery.priority],
        ["Content available", yesNo(delivery.contentAvailable)],
        ["Critical", yesNo(delivery.critical)],
        ...whereFrom(delivery),
      ]),
      delivery.data && element("section", { class: "block" }, element("h2", {}, "Data"), element("pre", { class: "code" }, JSON.stringify(delivery.data, null, 2))),
    ),
  );
}

const yesNo = (value) => (value === undefined || value === null ? "" : value ? "yes" : "no");

function whereFrom(delivery) {
  return [
    ["User", delivery.userId],
    ["Target", delivery.targetId],
    ["Topic", delivery.topicId],
    ["Provider", delivery.providerId],
    ["Message", delivery.messageId],
  ];
}

function phone(time, ...screen) {
  return element("figure", { class: "phone" }, element("div", { class: "phone-bar" }, element("span", {}, clockTime(time).slice(0, 5)), element("span", { class: "phone-notch" }), element("span", { class: "phone-signal" })), screen);
}

/** The picture as the server holds it, whatever its address for devices is; where there is none, why. */
function picture(api, delivery) {
  const path = `outbox/${encodeURIComponent(delivery.id)}/image`;
  const absent = element("span", { class: "notice-picture absent" });
  async function explain(event) {
    event.target.replaceWith(absent);
    const reason = await api.get(path).then(() => "", (problem) => problem.message);
    absent.textContent = `Picture, not shown. ${reason}`;
  }
  return element("img", { class: "notice-picture", src: api.address(path), alt: "", referrerpolicy: "no-referrer", onerror: explain });
}
