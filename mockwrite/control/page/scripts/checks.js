// What a reader would stumble over: links that lead nowhere, and placeholders that nobody filled in. No link is followed.

// The ways in which templates name what is to be filled in: {{name}}, ${name}, [[name]], <%= name %>, %recipient% and *|NAME|*.
const PLACEHOLDER = /\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\[\[[^[\]\n]{1,80}\]\]|<%=?[^%\n]{1,80}%>|%[A-Za-z_][\w.-]{1,40}%|\*\|[A-Z][\w:]{0,40}\|\*/g;
// Addresses that mean the reader's own machine or a network that only its sender is in.
const AT_HOME = /^(localhost|.*\.(localhost|local|internal|test)|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[::1\])/i;
const LINK_TROUBLES = [
  [(link) => placeholders(link).length > 0, "a placeholder is left in it"],
  [(link) => /^\s*(#|$)/.test(link), "leads nowhere"],
  [(link) => /^\s*javascript:/i.test(link), "mail programs remove scripts"],
  [(link) => !/^[a-z][a-z\d+.-]*:/i.test(link), "is relative: a mail has no address that it could be relative to"],
  [(link) => /^https?:/i.test(link) && !hostOf(link), "is no address"],
  [(link) => AT_HOME.test(hostOf(link)), "only your own network knows this address"],
  [(link) => /^http:/i.test(link), "is not encrypted: http, not https"],
];

/** The placeholders that are left in a text, each once. */
export function placeholders(text) {
  return [...new Set((text ?? "").match(PLACEHOLDER) ?? [])];
}

/** What is wrong with a link, in words, or "". */
export function linkTrouble(link) {
  return LINK_TROUBLES.find(([hurts]) => hurts(link))?.[1] ?? "";
}

/** Whether the application wrote a delivery: the mails of an account are Appwrite's own, and there is nothing to mend in them. */
export function isOfTheApplication(delivery) {
  return delivery.origin === "messaging";
}

/** All placeholders that are left in what the recipient of a delivery reads. */
export function unfilled(delivery) {
  if (!isOfTheApplication(delivery)) return [];
  const texts = [delivery.subject, delivery.title, delivery.body, delivery.content, delivery.action];
  return placeholders(texts.filter(Boolean).join("\n"));
}

/** Every target of a link in an HTML text, also those that nobody can follow. The parsed document is never shown. */
export function linkTargets(html) {
  // Its styles would be refused by this page's policy, with a complaint in the console for each.
  const plain = html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const parsed = new DOMParser().parseFromString(plain, "text/html");
  return [...new Set([...parsed.querySelectorAll("a[href], area[href]")].map((link) => link.getAttribute("href")))];
}

/** Whether an HTML text has images that another server holds. */
export function hasRemoteImages(html) {
  return /(?:src|srcset|background|poster)\s*=\s*["']?\s*(?:https?:)?\/\/|url\(\s*["']?\s*(?:https?:)?\/\//i.test(html);
}

function hostOf(link) {
  try {
    return new URL(link).hostname;
  } catch {
    return "";
  }
}
