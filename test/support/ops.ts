/**
 * The operators' side of a house: the port of each process, and their command line.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { House } from "./house.ts";
import type { Answer } from "./scim-client.ts";

const project = join(import.meta.dirname, "..", "..");

/** Where the operators' port of a process is, as its log says. */
export async function opsUrl({ logs }: House, name: "api" | "worker"): Promise<string> {
  const log = logs.find((file) => file.endsWith(`${name}.log`)) ?? "";
  const ports = [...(await readFile(log, "utf8")).matchAll(/"opsPort":(\d+)/g)];
  expect(ports.length, `the ports that ${name} logged`).toBeGreaterThan(0);
  return `http://127.0.0.1:${ports.at(-1)?.[1]}`;
}

/** What Prometheus gets: the values by name and labels, and the text. */
export async function scrape(
  url: string,
): Promise<{ text: string; value(series: string): number | undefined }> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(response.headers.get("Content-Type")).toContain("text/plain; version=0.0.4");
  const values = new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
  return { text, value: (series) => values.get(series) };
}

export type OpsRun = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Reads what it printed as JSON. */
  json(): Answer["body"];
};

/** Runs the operators' command line. @param more environment beside that of the house */
export function runOps(
  house: House,
  words: readonly string[],
  more: Record<string, string> = {},
): Promise<OpsRun> {
  const env = { ...process.env, ...house.environment, ...more };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join("api", "ops.ts"), ...words],
      { cwd: project, env },
      (error, stdout, stderr) => {
        const exitCode = error ? Number(error.code ?? -1) : 0;
        resolve({ exitCode, stdout, stderr, json: () => JSON.parse(stdout) });
      },
    );
  });
}
