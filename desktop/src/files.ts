/** A place to drop a file; the file's name is shown, and the input keeps the file, so the form works as any other. */
import { around } from "./page.ts";

/** A file beyond the limit is refused before it is sent: the sentence stands at the field, and the form does not go. */
function refuseTooLarge(place: HTMLElement, input: HTMLInputElement | null): void {
  const most = Number(place.dataset["most"]);
  const tooLarge = [...(input?.files ?? [])].some((file) => file.size > most);
  input?.setCustomValidity(tooLarge ? (place.dataset["tooLarge"] ?? "") : "");
  if (tooLarge) input?.reportValidity();
}

function show(place: HTMLElement): void {
  const input = place.querySelector<HTMLInputElement>("input[type='file']");
  const name = place.querySelector("[data-drop-name]");
  if (name) name.textContent = [...(input?.files ?? [])].map((file) => file.name).join(", ");
  refuseTooLarge(place, input);
  place.classList.toggle("has-file", Boolean(input?.files?.length));
}

for (const kind of ["dragover", "dragleave", "drop"] as const) {
  document.addEventListener(kind, (event) => {
    const place = around(event, "[data-drop]");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("is-over", kind === "dragover");
    const input = place.querySelector<HTMLInputElement>("input[type='file']");
    if (kind !== "drop" || !input || !event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.addEventListener("change", (event) => {
  const place = around(event, "[data-drop]");
  if (place) show(place);
});
