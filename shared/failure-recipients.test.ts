import { expect, test } from "vitest";
import { recipientsOf } from "./failure-recipients.ts";
import type { FailureMail } from "./store/documents.ts";

const of = (failureMail: FailureMail | undefined, more: { contact?: string; enabled?: boolean } = {}) =>
  recipientsOf({
    enabled: more.enabled ?? true,
    settings: {
      provisionUsers: true,
      provisionGroups: true,
      linkedProfiles: "organization",
      withoutAddress: "refuse",
      invitationDays: 5,
      contact: more.contact ?? "help@acme.example",
      ...(failureMail && { failureMail }),
    },
  });
const on = (...addresses: string[]) => ({ enabled: true, addresses });

test("B06 failures go to the contact where nobody said otherwise", () => {
  expect(of(undefined)).toEqual(["help@acme.example"]);
  expect(of(on())).toEqual(["help@acme.example"]);
});

test("B06 failures go to the addresses that were given, and not to the contact", () => {
  expect(of(on("a@acme.example", "b@acme.example"))).toEqual(["a@acme.example", "b@acme.example"]);
});

test("B06 failures go nowhere where that is off, there is no address, or the organization is disabled", () => {
  expect(of({ enabled: false, addresses: ["a@acme.example"] })).toEqual([]);
  expect(of(undefined, { contact: "The help desk" })).toEqual([]);
  expect(of(on("a@acme.example"), { enabled: false })).toEqual([]);
});
