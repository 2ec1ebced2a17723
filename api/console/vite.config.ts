/**
 * The build of the pages: `console` for who is signed in, `door` for who is not. Everything is a file of our own, so that
 * the Content-Security-Policy needs no exception.
 */
import { join } from "node:path";
import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";
import { onlyFromSources } from "./build/sources.ts";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  // Files are named by their content and are served from one place, whichever page asks for them.
  base: "/",
  // What is written for React runs on Preact; JSX is compiled as tsconfig.json says.
  resolve: { alias: { react: "preact/compat", "react-dom": "preact/compat" } },
  plugins: [onlyFromSources(), precompress()],
  build: {
    outDir: join(here, "dist"),
    emptyOutDir: true,
    assetsDir: "assets",
    // An inlined file would be a data URL, which the policy refuses for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { console: join(here, "console/index.html"), door: join(here, "door/index.html") },
    },
  },
});
