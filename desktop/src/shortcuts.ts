/** Single keys for what is on the page: every element with data-shortcut; ? lists them. */
import { all, isWriting } from "./page.ts";

function press(target: HTMLElement): void {
  if (target.matches("input[type=checkbox]")) target.click();
  else if (target.matches("input, select, textarea")) target.focus();
  else if (target.matches("[data-selection-bar]")) target.querySelector<HTMLElement>("button")?.focus();
  else if (target.matches("form")) target.querySelector<HTMLElement>("input:not([type=hidden]), select")?.focus();
  else target.click();
}

/** What a key leads to: the last one on the page, so that a list's own filter goes before the frame's search. */
function leadsTo(key: string): HTMLElement | undefined {
  return all(`[data-shortcut="${CSS.escape(key)}"]`).at(-1);
}

function list(dialog: HTMLDialogElement): void {
  const place = dialog.querySelector("[data-shortcuts-list]");
  place?.querySelectorAll("[data-shortcut-line]").forEach((line) => line.remove());
  const keys = new Set(all("[data-shortcut]").map((target) => target.dataset["shortcut"] ?? ""));
  for (const key of keys) {
    const target = leadsTo(key);
    if (!target) continue;
    const line = document.createElement("div");
    line.dataset["shortcutLine"] = "";
    const [term, label] = [document.createElement("dt"), document.createElement("dd")];
    term.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    label.textContent = target.dataset["shortcutLabel"] ?? target.textContent?.trim() ?? "";
    line.append(term, label);
    place?.append(line);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const dialog = document.querySelector<HTMLDialogElement>("#shortcuts-dialog");
  if (event.key === "?" && dialog) return list(dialog);
  const found = leadsTo(event.key);
  if (!found) return;
  event.preventDefault();
  press(found);
});
