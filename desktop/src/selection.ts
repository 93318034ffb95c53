/** Rows that can be selected: all at once, a range with the shift key, all that the filter finds; a bar says how many. */
import { all, around, whenShown } from "./page.ts";

const BOX = "input[name='selected']";
const FOUND = "input[data-select-found]";
let last: HTMLInputElement | null = null;

/** Say how many rows are chosen; the bar shows itself while there are any. */
function tell(listing: HTMLElement): void {
  const boxes = all<HTMLInputElement>(BOX, listing);
  const found = listing.querySelector<HTMLInputElement>(FOUND);
  const chosen = boxes.filter((box) => box.checked).length;
  const everything = listing.querySelector<HTMLInputElement>("[data-select-all]");
  if (everything) {
    everything.checked = chosen > 0 && chosen === boxes.length;
    everything.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const box of boxes) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  listing.querySelector("[data-selection-bar]")?.classList.toggle("is-active", chosen > 0);
  const count = listing.querySelector("[data-selection-count]");
  if (count) count.textContent = found?.checked ? (found.dataset["selectFound"] ?? "") : String(chosen);
}

function chooseRange(listing: HTMLElement, from: HTMLInputElement, to: HTMLInputElement): void {
  const boxes = all<HTMLInputElement>(BOX, listing);
  const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  if (start === undefined || end === undefined || start < 0) return;
  for (const box of boxes.slice(start, end + 1)) box.checked = to.checked;
}

/** All that the filter finds: the rows shown are among them; one row taken out means these rows only. */
function keepWhole(listing: HTMLElement, changed: HTMLInputElement): void {
  const found = listing.querySelector<HTMLInputElement>(FOUND);
  if (!found) return;
  if (changed === found && found.checked) for (const box of all<HTMLInputElement>(BOX, listing)) box.checked = true;
  else if (!changed.checked) found.checked = false;
}

document.addEventListener("click", (event) => {
  const listing = around(event, "[data-selection]");
  const box = around<HTMLInputElement>(event, BOX);
  if (!listing || !box) return;
  if (event.shiftKey && last && listing.contains(last)) chooseRange(listing, last, box);
  last = box;
  tell(listing);
});

document.addEventListener("change", (event) => {
  const listing = around(event, "[data-selection]");
  const changed = around<HTMLInputElement>(event, "input");
  if (!listing || !changed) return;
  if (changed.matches("[data-select-all]")) for (const box of all<HTMLInputElement>(BOX, listing)) box.checked = changed.checked;
  keepWhole(listing, changed);
  tell(listing);
});

window.addEventListener("pageshow", () => all("[data-selection]").forEach(tell));
whenShown((root) => all("[data-selection]", root).forEach(tell));
