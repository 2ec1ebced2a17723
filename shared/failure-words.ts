/**
 * What each kind of failure means to a person, and what to do about it: the one table that e-mails and the admin's
 * functions speak from.
 */
import type { Failure, FailureKind } from "./store/documents.ts";

type Words = {
  /** What has happened so often, as a part of a sentence; without an organization where it is told in its own place. */
  readonly headline: (total: number, organization?: string) => string;
  /** One or two sentences. */
  readonly todo: string;
};

/** The words of each kind. */
export const failureWords: Readonly<Record<FailureKind, Words>> = {
  connection: {
    headline: (_, organization) => `the directory's calls${of("to", organization)} are refused`,
    todo: "Look at the provisioning log in the directory. If its key is wrong or has ended, make a new one under Settings in the console and enter it there; the recent requests there show what the directory was told.",
  },
  silence: {
    headline: (_, organization) => `the directory${of("of", organization)} has fallen silent`,
    todo: "See in the directory whether provisioning still runs, and start it again if it was stopped or quarantined.",
  },
  removals: {
    headline: (_, organization) => `removals${of("at", organization)} are held for review`,
    todo: "Access is cut already. Under Failures in the console, remove them for good or undo it.",
  },
  lastOwner: {
    headline: (_, organization) => `the directory tried to remove the last owner${of("of", organization)}`,
    todo: "Make another member an owner, on their page in the console, or assign this person in the directory again.",
  },
  mail: {
    headline: peopleWho("could not be invited"),
    todo: "Correct the address in the directory, and a new invitation goes out by itself. If the address is right, ask whoever runs that mailbox, then try again under Failures in the console.",
  },
  seat: {
    headline: peopleWho("waits for a seat", "wait for a seat"),
    todo: "Buy seats, or revoke members who need theirs no longer. Who waits goes on by itself.",
  },
  address: {
    headline: peopleWho(
      "waits for an e-mail address that another member has",
      "wait for e-mail addresses that other members have",
    ),
    todo: "Give one of the two another address in the directory, or remove the one who has left. Who waits goes on by itself.",
  },
  noAddress: {
    headline: peopleWho("has no e-mail address", "have no e-mail address"),
    todo: "Enter an e-mail address in the directory, or correct how it maps the attribute emails. Who waits goes on by itself.",
  },
  work: {
    headline: (total, organization) =>
      `${count(total, "change", "changes")}${of("at", organization)} could not be applied`,
    todo: "Try again, under Failures in the console. If it fails once more, tell whoever runs this server.",
  },
  unknownMembers: {
    headline: (total, organization) =>
      `${count(total, "group", "groups")}${of("at", organization)} ${total === 1 ? "names" : "name"} people who are no members`,
    todo: "See in the directory whether these people are assigned to the application, and add them to the group again once they are. If they are not meant to be here, dismiss this.",
  },
  alertMail: {
    headline: (_, organization) => `e-mails about failures${of("at", organization)} cannot be delivered`,
    todo: "Correct the addresses under Settings in the console, then try again under Failures.",
  },
};

function peopleWho(one: string, many: string = one): Words["headline"] {
  return (total, organization) => `${people(total)}${of("at", organization)} ${total === 1 ? one : many}`;
}

function of(word: string, organization: string | undefined): string {
  return organization === undefined ? "" : ` ${word} ${organization}`;
}

const numbers = new Intl.NumberFormat("en");

function count(total: number, one: string, many: string): string {
  return `${numbers.format(total)} ${total === 1 ? one : many}`;
}

/** How many people: `1 person`, `1,200 people`; or `1 more person`. */
export function people(total: number, before = ""): string {
  return count(total, `${before}person`, `${before}people`);
}

/** How many more there are, as one says it: `1 more failure`, `1,200 more failures`. */
export function more(total: number): string {
  return count(total, "more failure", "more failures");
}

/** The most names that a cause lists. */
const namesMax = 20;

/** Why it failed, with what it is about. */
export function causeInWords({
  cause,
  names = [],
  namesTotal = 0,
}: Pick<Failure, "cause" | "names" | "namesTotal">): string {
  if (names.length === 0) return cause;
  const left = namesTotal > namesMax ? ` and ${namesTotal - namesMax} more` : "";
  return `${cause}: ${names.slice(0, namesMax).join(", ")}${left}.`;
}
