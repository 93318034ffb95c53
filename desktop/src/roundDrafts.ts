/**
 * What is typed into a round stays on this device until the server has it: a lost connection, a reload or a closed window
 * lose nothing. Kept are temperatures and marks under the number of the observation, never a name or an address; they go
 * when the server has them, with the sign-out, and after three days.
 */
import htmx from "htmx.org";

import { all, around, whenShown } from "./page.ts";

const PREFIX = "round:";
const KEPT_DAYS = 3;
const TRY_AGAIN = 15_000;

interface Draft {
  at: number;
  id: string;
  temperature: string;
  away: boolean;
  symptoms: string[];
}

const named = (row: HTMLElement, prefix: string): HTMLInputElement[] => all<HTMLInputElement>(`input[name^='${prefix}-']`, row);

function keyOf(row: HTMLElement): string {
  const round = row.closest<HTMLFormElement>("form[data-round]");
  return round ? `${PREFIX}${new URL(round.action).pathname}#${row.id}` : "";
}

function typed(row: HTMLElement): Draft | null {
  const [temperature] = named(row, "t");
  if (!temperature) return null;
  const draft = {
    at: Date.now(),
    id: named(row, "id")[0]?.value ?? "",
    temperature: temperature.value,
    away: named(row, "away")[0]?.checked ?? false,
    symptoms: named(row, "s").filter((box) => box.checked).map((box) => box.value),
  };
  return draft.temperature || draft.away || draft.symptoms.length ? draft : null;
}

/** The store may be full or forbidden: then the page itself still holds what was typed. */
function write(key: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // nothing to do: see above
  }
}

function read(key: string): Draft | null {
  try {
    const text = localStorage.getItem(key);
    return text ? (JSON.parse(text) as Draft) : null;
  } catch {
    return null;
  }
}

function keep(row: HTMLElement): void {
  const key = keyOf(row);
  if (key) write(key, typed(row));
}

function say(row: HTMLElement, unsent: boolean): void {
  row.classList.toggle("is-unsent", unsent);
  const note = row.querySelector<HTMLElement>("[data-unsent]");
  if (note) note.hidden = !unsent;
}

/** Put back what the server never got, with the id it was typed under: sent twice it is one check. */
function restore(row: HTMLElement): void {
  const [temperature] = named(row, "t");
  if (!temperature || row.dataset["restored"]) return;
  if (temperature.value) return keep(row); // refused: it stays to be mended, whatever happens to the page
  const draft = read(keyOf(row));
  if (!draft) return;
  row.dataset["restored"] = "";
  temperature.value = draft.temperature;
  const [id] = named(row, "id");
  if (id && draft.id) id.value = draft.id;
  for (const box of named(row, "away")) box.checked = draft.away;
  for (const box of named(row, "s")) box.checked = draft.symptoms.includes(box.value);
  temperature.dispatchEvent(new Event("input", { bubbles: true }));
  say(row, true);
}

function send(): void {
  if (!navigator.onLine) return;
  for (const row of all("[data-round-row].is-unsent")) htmx.trigger(row, "change", {});
}

function forget(wanted: (key: string, draft: Draft | null) => boolean): void {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) if (wanted(key, read(key))) localStorage.removeItem(key);
  } catch {
    // the store is forbidden: there is nothing in it
  }
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const row = around(event, "[data-round-row]");
    if (row && event.isTrusted) keep(row);
  });
}

/** Before the answer takes the row's place: afterwards the row does not know its round any more. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = (event as CustomEvent<{ target: HTMLElement; xhr: XMLHttpRequest }>).detail;
  if (xhr.status === 200 && target.matches("[data-round-row]")) write(keyOf(target), null);
});

for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.body.addEventListener(failed, (event) => {
    const { elt } = (event as CustomEvent<{ elt: HTMLElement }>).detail;
    if (elt.matches("[data-round-row]")) say(elt, true);
  });
}

document.addEventListener("submit", (event) => {
  const form = around<HTMLFormElement>(event, "form");
  if (form?.getAttribute("action")?.includes("/logout")) forget(() => true);
  if (!form?.matches("[data-round]") || navigator.onLine) return;
  event.preventDefault(); // the browser would leave the page for its own sentence about the network
  for (const row of all("[data-round-row]", form)) if (typed(row)) say(row, true);
});

whenShown((root) => all("[data-round-row]", root).forEach(restore));
forget((_key, draft) => !draft || Date.now() - draft.at > KEPT_DAYS * 86_400_000);
send();
window.addEventListener("online", send);
window.setInterval(send, TRY_AGAIN);
