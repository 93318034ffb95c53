/** A form with data-guard asks before what was typed into it is left behind. */
import { around } from "./page.ts";

let unsaved = false;

document.addEventListener("input", (event) => {
  if (around(event, "form[data-guard]")) unsaved = true;
});
document.addEventListener("submit", () => {
  unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
