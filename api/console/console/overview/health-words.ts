/**
 * How the sync is, in words: what each state is called and what it means. Pure.
 */
import type { Overview } from "../../parts/wire.ts";

type Words = {
  readonly name: string;
  readonly meaning: string;
  readonly tone: "good" | "waiting" | "bad" | "off";
};

export const healthWords: Readonly<Record<Overview["health"]["state"], Words>> = {
  off: { name: "SCIM is off", meaning: "No directory is let in.", tone: "off" },
  neverConnected: {
    name: "No directory has connected yet",
    meaning: "SCIM is on, and waits for the directory's first call.",
    tone: "off",
  },
  failing: {
    name: "The sync is failing",
    meaning: "What the directory wants does not come into force.",
    tone: "bad",
  },
  silent: {
    name: "The directory has fallen silent",
    meaning: "It has been away for longer than it ever is, after trouble.",
    tone: "bad",
  },
  degraded: {
    name: "The sync works, but not for everybody",
    meaning: "Most of what the directory wants comes into force. Somebody should look at the rest.",
    tone: "waiting",
  },
  healthy: {
    name: "The sync is healthy",
    meaning: "What the directory wants comes into force.",
    tone: "good",
  },
};
