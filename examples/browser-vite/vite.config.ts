/**
 * Vite knows workers that are started as src/main.ts does it, so there is nothing to say about them. What it has to be
 * told are the headers without which a page has no shared memory; whoever serves `dist` has to send them, too.
 */
import { defineConfig } from "vite";

const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

// biome-ignore lint/style/noDefaultExport: Vite wants it
export default defineConfig({
  build: { target: "es2022" },
  server: { headers },
  preview: { headers },
});
