/**
 * A house that tells failures by e-mail, with waits that a test can sit through; and what its mailbox got of them.
 */
import type { ParsedMail } from "mailparser";
import { changeFailureMail } from "../../api/organization/failures/failure-mail.ts";
import type { FailureMail } from "../../shared/store/documents.ts";
import { type House, openHouse } from "./house.ts";
import { openOrganization, type TestOrganization } from "./organization.ts";

/** In milliseconds: how often the worker looks, and the waits in between. */
export const waits = { every: 50, first: 500, again: 1_500, daily: 4_500 };

/** Opens a house in which an hour is a second and a half. */
export function openAlertingHouse(environment: Record<string, string> = {}): Promise<House> {
  return openHouse({
    environment: {
      ALERT_EVERY_MS: String(waits.every),
      ALERT_FIRST_MS: String(waits.first),
      ALERT_AGAIN_MS: String(waits.again),
      ALERT_DAILY_MS: String(waits.daily),
      ...environment,
    },
  });
}

/** Makes an organization whose failures go to `alerts@`, or where the settings say. */
export async function openTold(
  house: House,
  failureMail: Partial<FailureMail> = {},
  options: { seats?: number } = {},
): Promise<TestOrganization> {
  const organization = await openOrganization(house, options);
  const addresses = [organization.address("alerts")];
  await changeFailureMail(house.deps, organization.id, { addresses, ...failureMail });
  return organization;
}

/** What a person reads of both forms of an e-mail, on one line each. */
export function formsOf({ text = "", html }: ParsedMail): [string, string] {
  const body = (html || "").replace(/<(style|head|title)[\s\S]*?<\/\1>/g, " ");
  const readable = body.replace(/<[^>]+>/g, " ").replaceAll("&#x27;", "'");
  return [text.replace(/\s+/g, " "), readable.replace(/\s+/g, " ")];
}

/** The rows of an organization's e-mails about failures, in their order. */
export async function alertRows({ deps }: House, { id }: TestOrganization) {
  return deps.store.emails.find({ organization: id, kind: "alert" }).sort({ createdAt: 1, _id: 1 }).toArray();
}
