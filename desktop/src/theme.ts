/** Runs before the page is painted, so that a dark page never flashes light. A classic script: it must not import. */
{
  const key = "theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = (): string | null => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const show = (): void => {
    root.dataset["bsTheme"] = chosen() ?? (system.matches ? "dark" : "light");
  };
  show();
  root.classList.add("has-script"); // what only a script can show and hide is hidden by the style sheet from now on
  system.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    try {
      localStorage.setItem(key, root.dataset["bsTheme"] === "dark" ? "light" : "dark");
    } catch {
      return;
    }
    show();
  });
}
