/** The board draws itself anew while somebody looks at it: it asks for what changed, and an unchanged board costs next to nothing. */
const EVERY = 20_000;

let version = "";

async function renew(board: HTMLElement): Promise<void> {
  const answer = await fetch(board.dataset["board"] ?? "", { cache: "no-store", headers: { "If-None-Match": `"${version}"` } });
  if (answer.redirected) return location.reload(); // signed out meanwhile
  if (answer.status !== 200) return;
  version = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
  swap(board, await answer.text());
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
    if (document.visibilityState === "visible") renew(board).catch(() => undefined); // no connection: the next time
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

const board = document.querySelector<HTMLElement>("[data-board]");
if (board) watch(board);
