import { expect, test } from "vitest";
import { openRenderer } from "../mail/render.ts";
import type { Digest } from "./digest.ts";

const { digest: renderDigest, over: renderOver } = await openRenderer("https://rollcall.example/console");

const digest: Digest = {
  organization: "Acme",
  at: new Date("2026-02-05T13:45:00Z"),
  total: 45,
  kinds: [
    {
      total: 3,
      headline: "3 people at Acme could not be invited",
      todo: "Correct the address.",
      shown: [
        {
          who: "Ada Lovelace (ada@acme.example)",
          cause: "The invitation to ada@acme.example could not be delivered: 550 no such mailbox",
          since: new Date("2026-02-05T12:01:00Z"),
        },
        { who: null, cause: "Somebody else.", since: new Date("2026-02-04T12:01:00Z") },
      ],
      left: "1 more failure",
    },
    {
      total: 42,
      headline: "42 people at Acme wait for a seat",
      todo: "Buy seats.",
      shown: [],
      left: "42 more failures",
    },
  ],
};

/** What a person reads of an HTML part. */
function readable(html: string): string {
  const body = html.replace(/<(style|head|title)[\s\S]*?<\/\1>/g, " ");
  return body.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

test("F02 both forms say who or what, why, since when, what to do, how many more, and where to see all", () => {
  const { text, html } = renderDigest(digest);
  expect(text).toContain("https://rollcall.example/console/failures");
  expect(html).toContain('href="https://rollcall.example/console/failures"');
  for (const form of [text.replace(/\s+/g, " "), readable(html)])
    for (const part of [
      "3 people at Acme could not be invited",
      "42 people at Acme wait for a seat",
      "Ada Lovelace (ada@acme.example)",
      "550 no such mailbox",
      "5 February 2026 at 12:01 UTC",
      "Correct the address.",
      "And 1 more failure of this kind",
    ])
      expect(form).toContain(part);
});

test("F02 the subject says the most urgent thing, and how many others there are", () => {
  expect(renderDigest(digest).subject).toBe(
    "Rollcall: 3 people at Acme could not be invited, and 42 more failures",
  );
  const alone = { ...digest, total: 3, kinds: digest.kinds.slice(0, 1) };
  expect(renderDigest(alone).subject).toBe("Rollcall: 3 people at Acme could not be invited");
});

test("F03 the e-mail that it is over says since when it was, and that there is nothing to do", () => {
  const { subject, text, html } = renderOver({
    organization: "Acme",
    since: new Date("2026-02-05T12:01:00Z"),
  });
  expect(subject).toBe("Rollcall: the failures at Acme are over");
  for (const form of [text.replace(/\s+/g, " "), readable(html)])
    for (const part of ["Acme", "5 February 2026 at 12:01 UTC", "nothing for you to do"])
      expect(form).toContain(part);
});

test("no placeholder is left over, and opening the HTML fetches nothing", () => {
  const over = renderOver({ organization: "Acme", since: digest.at });
  for (const form of [...Object.values(renderDigest(digest)), ...Object.values(over)])
    expect(form).not.toMatch(/\{\{|\}\}|undefined|null|<mj-/);
  for (const { html } of [renderDigest(digest), over])
    expect(html).not.toMatch(/<link[^>]*href=|@import|url\(|src=/i);
});

test("names and causes are text, never markup, and make no lines of their own", () => {
  const evil = `<script>alert("1")</script>\r\nBcc: eve@evil.example`;
  const [mail] = digest.kinds;
  const shown = [{ who: evil, cause: evil, since: digest.at }];
  const { subject, text, html } = renderDigest({
    ...digest,
    organization: evil,
    kinds: [{ total: 1, headline: evil, todo: mail?.todo ?? "", shown, left: null }],
  });
  expect(html).not.toContain("<script>");
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).not.toMatch(/^Bcc:/m);
});
