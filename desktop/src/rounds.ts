/** A round of readings on one screen: three digits make a temperature and lead to the next person. */
import { all, around, whenShown } from "./page.ts";

const INPUT = "input[data-temperature]";
const WHOLE = /^([34]\d)[.,。]?(\d)$/;
const LOWEST = 34;
const HIGHEST = 42.5;

/** Full-width digits and points, as Chinese keyboards send them, become plain ones. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/[。,]/g, ".").replace(/[^\d.]/g, "");
}

function written(text: string): string {
  return plain(text).replace(WHOLE, "$1.$2");
}

function say(input: HTMLInputElement): void {
  const said = input.closest("[data-reading]")?.querySelector<HTMLElement>("[data-said]");
  const value = Number(input.value);
  const whole = WHOLE.test(plain(input.value));
  const doubtful = input.value !== "" && (whole ? value < LOWEST || value > HIGHEST : document.activeElement !== input);
  const fever = whole && !doubtful && value >= Number(input.dataset["feverFrom"] ?? Infinity);
  input.classList.toggle("is-fever", fever);
  input.classList.toggle("is-doubtful", doubtful);
  input.classList.toggle("is-done", whole && !doubtful);
  input.closest("[data-round-row]")?.classList.toggle("is-fever", fever);
  input.closest("[data-round-row]")?.classList.toggle("is-done", whole);
  if (!said) return;
  said.textContent = (fever ? said.dataset["textFever"] : doubtful ? said.dataset["textImplausible"] : "") ?? "";
}

function next(input: HTMLInputElement, step: 1 | -1): void {
  const round = input.closest("[data-round]") ?? document;
  const inputs = all<HTMLInputElement>(INPUT, round).filter((other) => !other.disabled);
  const target = inputs[inputs.indexOf(input) + step];
  if (!target) return step > 0 ? round.querySelector<HTMLElement>("[data-round-save]")?.focus() : undefined;
  target.focus();
  target.select();
  target.scrollIntoView({ block: "center", behavior: "smooth" });
}

function count(round: HTMLElement): void {
  const inputs = all<HTMLInputElement>(INPUT, round);
  const done = inputs.filter((input) => WHOLE.test(plain(input.value))).length;
  for (const place of all("[data-round-count]", round)) place.textContent = `${done} / ${inputs.length}`;
  for (const bar of all<HTMLProgressElement & HTMLElement>("progress[data-round-progress]", round)) bar.value = done;
}

document.addEventListener("input", (event) => {
  const input = around<HTMLInputElement>(event, INPUT);
  if (!input || (event as InputEvent).isComposing) return;
  const before = input.value;
  input.value = written(before);
  say(input);
  const round = input.closest<HTMLElement>("[data-round]");
  if (round) count(round);
  const typed = (event as InputEvent).inputType?.startsWith("insert");
  if (typed && WHOLE.test(plain(before)) && !input.classList.contains("is-doubtful")) next(input, 1);
});

document.addEventListener("keydown", (event) => {
  const input = around<HTMLInputElement>(event, INPUT);
  if (!input) return;
  const back = event.key === "ArrowUp" || (event.key === "Backspace" && input.value === "");
  if (event.key !== "Enter" && event.key !== "ArrowDown" && !back) return;
  event.preventDefault();
  next(input, back ? -1 : 1);
});

document.addEventListener("focusout", (event) => {
  const input = around<HTMLInputElement>(event, INPUT);
  if (input) window.setTimeout(() => say(input));
});

whenShown((root) => {
  all<HTMLInputElement>(INPUT, root).forEach(say);
  all("[data-round]", root).forEach(count);
});
