/**
 * What the e-mails say: from the values of each to its subject, its text and its HTML. Times are told in UTC.
 */
import { more, people } from "../../shared/failure-words.ts";
import type { Digest } from "../alerts/digest.ts";
import type { Waiting } from "../confirmations/waiting.ts";
import { openTemplates, type Rendered } from "./template.ts";

/** Of an e-mail that carries a link for one person. */
export type LinkValues = {
  readonly organization: string;
  /** Whom that person can ask. */
  readonly contact: string;
  readonly name: string | undefined;
  readonly link: string;
  readonly expiresAt: Date;
};

type OverValues = {
  readonly organization: string;
  /** When the first of the failures opened that are over. */
  readonly since: Date;
};

export type Renderer = {
  invitation(values: LinkValues): Rendered;
  signIn(values: LinkValues): Rendered;
  digest(values: Digest): Rendered;
  over(values: OverValues): Rendered;
  test(values: Pick<OverValues, "organization">): Rendered;
  confirmations(values: Waiting & { readonly link: string }): Rendered;
};

/**
 * Makes the templates ready.
 * @param consoleUrl where the console is, which e-mails to admins lead to; no slash at the end
 * @param keptIn the folder that compiled templates are kept in; without it they are compiled each time
 */
export async function openRenderer(consoleUrl: string, keptIn?: string): Promise<Renderer> {
  const here = new URL("./", import.meta.url);
  const alerts = new URL("../alerts/", import.meta.url);
  const waiting = new URL("../confirmations/", import.meta.url);
  const [invitation, signIn, digest, over, test, confirmations] = await openTemplates(
    [
      { folder: here, name: "invitation", subject: "Join {{organization}}" },
      { folder: here, name: "sign-in", subject: "Sign in to {{organization}}" },
      { folder: alerts, name: "digest", subject: "Rollcall: {{first}}{{#if others}}, and {{others}}{{/if}}" },
      { folder: alerts, name: "over", subject: "Rollcall: the failures at {{organization}} are over" },
      {
        folder: alerts,
        name: "test",
        subject: "Rollcall: e-mails about failures at {{organization}} get through",
      },
      { folder: waiting, name: "confirmations", subject: "Rollcall: {{headline}}" },
    ],
    keptIn,
  );
  return {
    invitation: ({ expiresAt, ...values }) => invitation({ ...values, expires: told(expiresAt) }),
    signIn: ({ expiresAt, ...values }) => signIn({ ...values, expires: told(expiresAt) }),
    digest: (values) => digest({ ...digestValues(values), consoleUrl }),
    over: ({ since, ...values }) => over({ ...values, since: told(since), consoleUrl }),
    test: (values) => test({ ...values, consoleUrl }),
    confirmations: ({ total, shown, ...values }) =>
      confirmations({
        ...values,
        headline: `${people(total)} at ${values.organization} ${total === 1 ? "waits" : "wait"} for confirmation`,
        shown: shown.map(({ name, since }) => ({ name, since: since && told(since) })),
        left: total > shown.length ? people(total - shown.length, "more ") : null,
      }),
  };
}

function digestValues({ at, total, kinds, ...values }: Digest) {
  const [first] = kinds;
  const others = total - (first?.total ?? 0);
  return {
    ...values,
    at: told(at),
    first: first?.headline ?? "",
    others: others > 0 ? more(others) : null,
    kinds: kinds.map(({ headline, shown, ...kind }) => ({
      ...kind,
      headline: headline.charAt(0).toUpperCase() + headline.slice(1),
      shown: shown.map(({ since, ...row }) => ({ ...row, since: told(since) })),
    })),
  };
}

const dateFormat = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "full",
  timeStyle: "short",
  timeZone: "UTC",
});

function told(moment: Date): string {
  return `${dateFormat.format(moment)} UTC`;
}
