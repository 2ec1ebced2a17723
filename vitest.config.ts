import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["api/**/*.test.ts", "worker/**/*.test.ts", "shared/**/*.test.ts", "local/**/*.test.ts"],
          isolate: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**"],
          globalSetup: ["test/support/servers.ts", "test/support/pages.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The files share their process, which saves a sixth of the time; what a test changes is in its own house.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/support/servers.ts", "test/support/pages.ts", "test/browser/support/looks.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          isolate: false,
          maxWorkers: 2,
          // After the others, which keep all cores busy.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
