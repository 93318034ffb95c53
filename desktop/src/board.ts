/** The board draws itself anew while somebody looks at it: it asks for what changed, and an unchanged board costs next to nothing. */
const EVERY = 20_000;

let version = "";
let answered = new Date();

/** Ask for what changed; a server that does not answer as it should leaves the old numbers, and says since when they stand. */
async function renew(board: HTMLElement): Promise<void> {
  const answer = await fetch(board.dataset["board"] ?? "", { cache: "no-store", headers: { "If-None-Match": `"${version}"` } });
  if (answer.redirected) return location.reload(); // signed out meanwhile
  if (answer.status !== 200 && answer.status !== 304) throw new Error(`the board answered ${answer.status}`);
  answered = new Date();
  stale(false);
  if (answer.status === 304) return;
  version = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
  swap(board, await answer.text());
}

/** Say, or no longer say, that the numbers are old, with the time of the last answer. */
function stale(is: boolean): void {
  const note = document.querySelector<HTMLElement>("[data-board-stale]");
  const last = note?.querySelector("[data-board-last]");
  if (!note || !last) return;
  last.textContent = answered.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  note.hidden = !is;
}

/** Put the new parts in; open tables stay open and the keyboard stays where it was. */
function swap(board: HTMLElement, parts: string): void {
  const open = [...board.querySelectorAll("details")].map((part) => part.open);
  const here = document.activeElement instanceof HTMLAnchorElement && board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  board.innerHTML = parts;
  board.querySelectorAll("details").forEach((part, at) => (part.open = open[at] ?? false));
  if (here) board.querySelector<HTMLElement>(`a[href="${CSS.escape(here)}"]`)?.focus({ preventScroll: true });
}

function watch(board: HTMLElement): void {
  version = board.dataset["version"] ?? "";
  const look = (): void => {
    if (document.visibilityState === "visible") renew(board).catch(() => stale(true)); // tried again the next time
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
}

const board = document.querySelector<HTMLElement>("[data-board]");
if (board) watch(board);
