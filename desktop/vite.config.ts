import { defineConfig } from "vite";

import { iconSprite } from "./icons.ts";

// Fixed file names: the web server adds the hash when it collects static files.
export default defineConfig({
  base: "./",
  publicDir: "public",
  plugins: [iconSprite("../shouwang/ui/icons.txt")],
  css: {
    preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin"] } },
  },
  build: {
    outDir: "../shouwang/ui/static/ui",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: true,
    modulePreload: false,
    sourcemap: false,
    rollupOptions: {
      input: { app: "src/app.ts", theme: "src/theme.ts", page: "styles/app.scss" },
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "[name].js",
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "app.css" : "[name][extname]"),
      },
    },
  },
});
