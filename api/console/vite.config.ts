/**
 * The build of the pages: `console` for who is signed in, `door` for who is not. Everything is a file of our own, so that
 * the Content-Security-Policy needs no exception.
 */
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  // Files are named by their content and are served from one place, whichever page asks for them.
  base: "/",
  plugins: [preact()],
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
