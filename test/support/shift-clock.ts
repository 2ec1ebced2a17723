/**
 * Loaded into a process before anything else (`--import`), it shifts what the process takes for the time of day by as
 * many milliseconds as a file says that its own URL names: `shift-clock.ts?file=…`. The file may change at any time.
 * Timers, and the clock that only goes forward, stay as they are, as where somebody sets a machine's clock.
 */
import { readFileSync } from "node:fs";

const lookEveryMs = 20;
const file = new URL(import.meta.url).searchParams.get("file") ?? "";
const RealDate = Date;

let shiftMs = 0;
function look(): void {
  shiftMs = Number(readFileSync(file, "utf8"));
}
look();
setInterval(look, lookEveryMs).unref();

const now = () => RealDate.now() + shiftMs;
globalThis.Date = new Proxy(RealDate, {
  // `new Date()` asks for the time; with arguments it only names one.
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, made === globalThis.Date ? target : made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
