/** Questions before something is done (data-confirm, hx-confirm), and dialogs that the server sends into the page. */
import { all, around, whenShown } from "./page.ts";

let answered = false;

async function confirmed(question: string, doing: string): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#confirm-dialog");
  if (!dialog) return window.confirm(question);
  dialog.querySelector("#confirm-question")!.textContent = question;
  const yes = dialog.querySelector<HTMLButtonElement>("[data-confirm-yes]");
  if (yes && doing) yes.textContent = doing;
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "yes";
}

document.addEventListener("click", (event) => {
  const button = around<HTMLButtonElement>(event, "button[data-confirm]");
  if (!button || answered) {
    answered = false;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  void confirmed(button.dataset["confirm"] ?? "", button.dataset["confirmDoing"] ?? button.textContent?.trim() ?? "").then((yes) => {
    if (!yes) return button.focus();
    answered = true;
    button.click();
  });
}, true);

document.body.addEventListener("htmx:confirm", (event) => {
  const { question, issueRequest } = (event as CustomEvent<{ question: string | null; issueRequest: (skip: boolean) => void }>).detail;
  if (!question) return;
  event.preventDefault();
  void confirmed(question, "").then((yes) => yes && issueRequest(true));
});

/** A dialog the server sent (`<dialog data-dialog>` in #dialog-place) opens at once. */
whenShown((root) => {
  for (const dialog of all<HTMLDialogElement>("dialog[data-dialog]:not([open])", root)) {
    dialog.showModal();
    if (dialog.dataset["hidesAfter"]) passing(dialog, Number(dialog.dataset["hidesAfter"]));
  }
});

/** What is shown once goes by itself after some seconds, when it is closed, and when the page is left; nothing of it stays in the page. */
function passing(dialog: HTMLDialogElement, seconds: number): void {
  const hide = (): void => dialog.remove();
  dialog.addEventListener("close", hide, { once: true });
  window.addEventListener("pagehide", hide, { once: true });
  document.addEventListener("visibilitychange", () => document.hidden && hide());
  window.setTimeout(hide, seconds * 1000);
}

document.addEventListener("click", (event) => {
  const opener = around(event, "[data-opens]");
  if (opener) document.querySelector<HTMLDialogElement>(`#${opener.dataset["opens"]}`)?.showModal();
  if (around(event, "[data-dialog-close]")) around<HTMLDialogElement>(event, "dialog")?.close();
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});
