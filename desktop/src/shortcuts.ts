/** Single keys for what is on the page: every element with data-shortcut; ? lists them. */
import { all, isWriting } from "./page.ts";

function press(target: HTMLElement): void {
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
}

function list(dialog: HTMLDialogElement): void {
  const place = dialog.querySelector("[data-shortcuts-list]");
  place?.querySelectorAll("[data-shortcut-line]").forEach((line) => line.remove());
  for (const target of all("[data-shortcut]")) {
    const line = document.createElement("div");
    line.dataset["shortcutLine"] = "";
    const [key, label] = [document.createElement("dt"), document.createElement("dd")];
    key.append(Object.assign(document.createElement("kbd"), { textContent: target.dataset["shortcut"] }));
    label.textContent = target.dataset["shortcutLabel"] ?? target.textContent?.trim() ?? "";
    line.append(key, label);
    place?.append(line);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || document.querySelector("dialog[open]")) return;
  const dialog = document.querySelector<HTMLDialogElement>("#shortcuts-dialog");
  if (event.key === "?" && dialog) return list(dialog);
  const target = document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  press(target);
});
