/** Menus that open downwards (details elements), and the main menu as a drawer on narrow screens. */
import { all, around } from "./page.ts";

const OPEN = "details[data-menu][open]";

function closeMenus(except: Element | null = null): void {
  for (const menu of all<HTMLDetailsElement>(OPEN)) if (menu !== except) menu.open = false;
}

function showDrawer(open: boolean): void {
  document.body.classList.toggle("menu-open", open);
  const toggle = document.querySelector("[data-menu-toggle]");
  toggle?.setAttribute("aria-expanded", String(open));
  if (open) document.querySelector<HTMLElement>("[data-menu-drawer] a")?.focus();
}

document.addEventListener("click", (event) => {
  closeMenus(around(event, OPEN));
  if (around(event, "[data-menu-toggle]")) showDrawer(!document.body.classList.contains("menu-open"));
  else if (around(event, "[data-menu-close]")) showDrawer(false);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector<HTMLElement>(`${OPEN} > summary`);
  closeMenus();
  open?.focus();
  if (document.body.classList.contains("menu-open")) {
    showDrawer(false);
    document.querySelector<HTMLElement>("[data-menu-toggle]")?.focus();
  }
});

// Of a row of tabs wider than the screen, the one that is open is seen.
for (const tab of all(".tab-row [aria-current]")) {
  const row = tab.closest<HTMLElement>(".tab-row");
  if (row) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}
