import { Writable } from "node:stream";
import { pino } from "pino";
import { expect, test } from "vitest";
import { type Log, logOptions } from "./log.ts";

/** The lines that a log writes. */
function lines(write: (log: Log) => void): Record<string, unknown>[] {
  const written: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  write(pino(logOptions({ LOG_LEVEL: "trace" }, "test"), sink));
  return written.map((line) => JSON.parse(line));
}

test("the password in a Redis command that was refused is not told", () => {
  const refused = Object.assign(new Error("WRONGPASS"), { command: { name: "auth", args: ["hunter2"] } });
  const [line] = lines((log) => log.debug({ err: new Error("redis is away", { cause: refused }) }, "away"));
  expect(line).toMatchObject({
    msg: "away",
    err: { message: "redis is away", cause: { message: "WRONGPASS" } },
  });
  expect(JSON.stringify(line)).not.toContain("hunter2");
});

test("the documents of a bulk that was refused are not told", () => {
  const writeErrors = [{ err: { op: { attributes: { userName: "ada@corp.example" } } } }];
  const refused = Object.assign(new Error("refused"), { writeErrors, code: 121, codeName: "Invalid" });
  const [line] = lines((log) => log.error({ err: refused }));
  expect(line).toMatchObject({ err: { message: "refused", code: 121, codeName: "Invalid" } });
  expect(JSON.stringify(line)).not.toContain("ada@corp.example");
});

test("keys and tokens are redacted, whoever logs them", () => {
  const secrets = { authorization: "one", key: "two", token: "three", scimKey: "four" };
  const [line] = lines((log) => log.info({ ...secrets, headers: { authorization: "five" } }));
  for (const secret of ["one", "two", "three", "four", "five"])
    expect(JSON.stringify(line)).not.toContain(`"${secret}"`);
});

test("what is thrown and is no error is told by its type, and causes that go in a circle end", () => {
  const circle = new Error("round");
  circle.cause = circle;
  const [thrown, round] = lines((log) => {
    log.error({ err: "a secret text" });
    log.error({ err: circle });
  });
  expect(thrown).toMatchObject({ err: "string" });
  expect(round).toMatchObject({ err: { message: "round", cause: { message: "round" } } });
});
