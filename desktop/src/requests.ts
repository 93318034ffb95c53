/** htmx, kept within the content security policy; a failed request says so. */
import htmx from "htmx.org";

import { notify } from "./notices.ts";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages show personal data: none of them is kept in the browser's store
  scrollIntoViewOnBoost: false,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true }, // a form with errors comes back as the form
    { code: "...", swap: false, error: true },
  ],
});

const failed = (): void => notify(document.body.dataset["textFailed"] ?? "");

document.body.addEventListener("htmx:responseError", failed);
document.body.addEventListener("htmx:sendError", failed);
document.body.addEventListener("htmx:timeout", failed);

/** A sign-in page must fill the window, not a fragment of the page that asked. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
  if (new URL(answer.responseURL || location.href).pathname.startsWith("/account/login")) location.reload();
});
