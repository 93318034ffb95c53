/** Arrow keys walk through the numbers of a sheet; Enter opens the rows, as on any link. */
import { all, isWriting } from "./page.ts";

const STEPS: Record<string, readonly [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

function rows(): HTMLAnchorElement[][] {
  return all("[data-sheet] tbody tr").map((row) => all<HTMLAnchorElement>("a", row)).filter((links) => links.length > 0);
}

function walk(from: HTMLAnchorElement, [down, right]: readonly [number, number]): HTMLAnchorElement | undefined {
  const grid = rows();
  const row = grid.findIndex((links) => links.includes(from));
  const column = grid[row]?.indexOf(from) ?? 0;
  const line = grid[row + down];
  return line?.[Math.min(Math.max(column + right, 0), line.length - 1)];
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(event.target instanceof HTMLAnchorElement) || !event.target.closest("[data-sheet]")) return;
  const next = walk(event.target, step);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
