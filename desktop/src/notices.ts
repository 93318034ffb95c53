/** Messages above the content: they can be put away, and a failed request adds one. */
import { around } from "./page.ts";

export function notify(text: string): void {
  const place = document.getElementById("messages");
  if (!place || !text || place.querySelector("[data-notice-failed]")) return;
  const notice = document.createElement("div");
  notice.className = "notice tone-alert";
  notice.setAttribute("role", "alert");
  notice.dataset["noticeFailed"] = "";
  notice.textContent = text;
  place.append(notice);
  place.scrollIntoView({ block: "nearest" });
  window.setTimeout(() => notice.remove(), 10_000);
}

document.addEventListener("click", (event) => {
  if (around(event, "[data-notice-close]")) around(event, "[data-notice]")?.remove();
});
