/** Small ways of reading the page that every module needs. */

/** The nearest element around the event's target that matches, if there is one. */
export function around<T extends HTMLElement = HTMLElement>(event: Event, selector: string): T | null {
  return event.target instanceof Element ? event.target.closest<T>(selector) : null;
}

/** Every matching element below a root. */
export function all<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** Run now, and again whenever htmx has put something new into the page. */
export function whenShown(prepare: (root: ParentNode) => void): void {
  prepare(document);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.target instanceof HTMLElement) prepare(event.target.parentElement ?? event.target);
  });
}

/** Whether the reader is writing, so that single keys are letters and no shortcuts; a box to tick takes no letters. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), select, textarea"));
}
