/** The print button. Folded parts are opened on paper. */
import { all, around } from "./page.ts";

document.addEventListener("click", (event) => {
  if (around(event, "[data-print]")) window.print();
});
window.addEventListener("beforeprint", () => {
  for (const part of all<HTMLDetailsElement>("main details:not([data-menu])")) part.open = true;
});
