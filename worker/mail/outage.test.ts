import { pino } from "pino";
import { expect, test } from "vitest";
import { openOutage } from "./outage.ts";

function heard() {
  const lines: { level: number; lastedMs?: number }[] = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(JSON.parse(line)) });
  let now = 0;
  const outage = openOutage(log, () => now);
  return {
    outage,
    lines,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const [info, error] = [30, 50];

test("the operator hears of an outage once, and once that it is over", () => {
  const { outage, lines, pass } = heard();
  for (let tries = 0; tries < 1_000; tries += 1) outage.begun(new Error("refused"));
  expect(lines.map(({ level }) => level)).toEqual([error]);
  pass(5_000);
  outage.over();
  outage.over();
  expect(lines.map(({ level }) => level)).toEqual([error, info]);
  expect(lines[1]?.lastedMs).toBe(5_000);
});

test("the next outage is told anew", () => {
  const { outage, lines } = heard();
  outage.begun(new Error("refused"));
  outage.over();
  outage.begun(new Error("refused"));
  expect(lines.map(({ level }) => level)).toEqual([error, info, error]);
});

test("a server that serves us all the time is nothing to tell", () => {
  const { outage, lines } = heard();
  outage.over();
  expect(lines).toEqual([]);
});
