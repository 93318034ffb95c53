/** A list by keyboard: j and k or the arrows walk through the rows, space selects one, enter opens it. */
import { all, isWriting } from "./page.ts";

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const LEFT_ALONE = "a, button, summary, [role=menu], dialog[open]";

function rows(): HTMLElement[] {
  return all("table[data-rows] > tbody > tr").filter((row) => row.offsetParent !== null);
}

function here(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("table[data-rows] > tbody > tr") ?? null;
}

/** Walk to the next row; the arrows only once a row is reached, for before that they turn the page. */
function walk(key: string): boolean {
  const [found, row] = [rows(), here()];
  if (found.length === 0 || (row === null && key.startsWith("Arrow"))) return false;
  const at = row ? found.indexOf(row) + (STEPS[key] ?? 0) : 0;
  const next = found[Math.max(0, Math.min(at, found.length - 1))];
  if (!next) return false;
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function choose(row: HTMLElement): boolean {
  const box = row.querySelector<HTMLInputElement>("input[name='selected']");
  box?.click();
  return box !== null;
}

function open(row: HTMLElement): boolean {
  const link = row.querySelector<HTMLElement>("td a[href], td button");
  link?.click();
  return link !== null;
}

function press(key: string, target: Element): boolean {
  if (key in STEPS) return walk(key);
  const row = here();
  if (!row || (target !== row && target.matches(LEFT_ALONE))) return false;
  if (key === " ") return choose(row);
  return key === "Enter" && open(row);
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
  const ticks = target.matches("input[type=checkbox], input[type=radio]") && event.key === " ";
  if (ticks || isWriting(target) || document.querySelector("dialog[open]")) return;
  if (press(event.key, target)) event.preventDefault();
});
