// The files of an e-mail, with a look at those that a page can show without running anything.

import { element, icon } from "./element.js";
import { size } from "./format.js";

const PREVIEWED = 4000;
// How a file is looked at, by its media type; others can only be downloaded: a viewer of
// PDF does not run in a sandbox. An image in an img element runs no script.
const PREVIEWS = [
  [/^image\//, (address, file) => element("img", { class: "file-picture", src: address, alt: file.name, loading: "lazy" })],
  [/^(text\/|application\/(json|xml|yaml|x-yaml|csv|ics)|message\/)/, textPreview],
];

/** `part(name)` is the address of a part of the delivery. */
export function attachmentsView(part, files) {
  return element(
    "ul",
    { class: "attachments padded" },
    files.map((file) => {
      const address = part(`attachments/${file.index}`);
      const [, preview] = PREVIEWS.find(([types]) => types.test(file.type)) ?? [];
      return element(
        "li",
        {},
        icon("attachment"),
        element("span", { class: "file-name" }, file.name),
        element("span", { class: "soft" }, `${file.type}, ${size(file.size)}`),
        element("a", { class: "button", href: address, download: file.name }, icon("download"), "Download"),
        preview
          ? element("div", { class: "file-preview" }, preview(address, file))
          : element("span", { class: "soft file-no-preview" }, "No preview: download it to read it."),
      );
    }),
  );
}

/** The beginning of a text; nothing of it is read as markup. */
function textPreview(address, file) {
  const shown = element("pre", { class: "code", role: "group", tabindex: "0", "aria-label": `Beginning of ${file.name}` });
  fetch(address)
    .then((answer) => answer.text())
    .then((text) => (shown.textContent = text.length > PREVIEWED ? `${text.slice(0, PREVIEWED)}…` : text))
    .catch((error) => (shown.textContent = error.message));
  return shown;
}
