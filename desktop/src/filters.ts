/** Filters of a list on a phone: folded behind one button, so that what was found stands at the top. */
import { all, around } from "./page.ts";

const BUTTON = "[data-filters-unfold]";

for (const button of all<HTMLButtonElement>(BUTTON)) {
  button.hidden = false;
  button.closest("form")?.classList.add("is-folded");
}

document.addEventListener("click", (event) => {
  const button = around(event, BUTTON);
  if (!button) return;
  const folded = button.closest("form")?.classList.toggle("is-folded") ?? false;
  button.setAttribute("aria-expanded", String(!folded));
});
