/** The order of a list's columns, moved in place; without script each step is a request of its own. */
import { around } from "./page.ts";

document.addEventListener("click", (event) => {
  const up = around(event, "[data-column-up]");
  const button = up ?? around(event, "[data-column-down]");
  const item = button?.closest("li");
  if (!button || !item) return;
  event.preventDefault();
  const [before, after] = [item.previousElementSibling, item.nextElementSibling];
  // The first column names the row and stays where it is.
  if (up && before?.previousElementSibling) before.before(item);
  else if (!up && after) after.after(item);
  button.focus();
});
