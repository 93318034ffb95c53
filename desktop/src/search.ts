/** The search over everything: Ctrl K (or / where no list has a filter) leads to it, arrows walk through what it found. */
import { all, around } from "./page.ts";

const FIELD = "[data-search]";

function links(): HTMLAnchorElement[] {
  return all<HTMLAnchorElement>("[data-search-found] a");
}

/** One step down or up; above the first one is the field itself. */
function step(by: number): boolean {
  const found = links();
  const at = found.indexOf(document.activeElement as HTMLAnchorElement) + by;
  if (at < 0) document.querySelector<HTMLElement>(FIELD)?.focus();
  else found[Math.min(at, found.length - 1)]?.focus();
  return found.length > 0;
}

function close(): void {
  const field = document.querySelector<HTMLInputElement>(FIELD);
  document.querySelector("[data-search-found]")?.replaceChildren();
  if (field) field.value = "";
  field?.focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    document.querySelector<HTMLInputElement>(FIELD)?.select();
    return;
  }
  if (!around(event, ".topbar-search")) return;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const by = steps[event.key];
  if (by !== undefined && step(by)) event.preventDefault();
  if (event.key === "Escape") close();
  if (event.key === "Enter" && around(event, FIELD) && links().length === 1) {
    event.preventDefault();
    links()[0]?.click();
  }
});
