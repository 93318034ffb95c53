/** Rows that can be selected: all at once, a range with the shift key, and a bar that says how many. */
import { all, around } from "./page.ts";

const BOX = "input[name='selected']";
let last: HTMLInputElement | null = null;

function tell(listing: HTMLElement): void {
  const boxes = all<HTMLInputElement>(BOX, listing);
  const chosen = boxes.filter((box) => box.checked).length;
  const everything = listing.querySelector<HTMLInputElement>("[data-select-all]");
  if (everything) {
    everything.checked = chosen > 0 && chosen === boxes.length;
    everything.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const box of boxes) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  const bar = listing.querySelector<HTMLElement>("[data-selection-bar]");
  if (bar) bar.hidden = chosen === 0;
  const count = listing.querySelector("[data-selection-count]");
  if (count) count.textContent = String(chosen);
}

function chooseRange(listing: HTMLElement, from: HTMLInputElement, to: HTMLInputElement): void {
  const boxes = all<HTMLInputElement>(BOX, listing);
  const [start, end] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
  if (start === undefined || end === undefined || start < 0) return;
  for (const box of boxes.slice(start, end + 1)) box.checked = to.checked;
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
  const everything = around<HTMLInputElement>(event, "[data-select-all]");
  if (!listing || !everything) return;
  for (const box of all<HTMLInputElement>(BOX, listing)) box.checked = everything.checked;
  tell(listing);
});

window.addEventListener("pageshow", () => all("[data-selection]").forEach(tell));
