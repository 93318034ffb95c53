import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Plugin } from "vite";

const { resolve } = createRequire(import.meta.url);

function outline(name: string): string {
  try {
    return resolve(`@tabler/icons/outline/${name}.svg`);
  } catch {
    throw new Error(`icons.txt names "${name}", which is no Tabler outline icon`);
  }
}

function symbol(name: string): string {
  const drawing = readFileSync(outline(name), "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1] ?? "";
  const paths = drawing.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths}</symbol>`;
}

/** One SVG file with a symbol for every icon named in the list, a name a line. */
export function iconSprite(list: string): Plugin {
  return {
    name: "icon-sprite",
    buildStart() {
      this.addWatchFile(list);
    },
    generateBundle() {
      const names = readFileSync(list, "utf8").split("\n").filter(Boolean);
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
