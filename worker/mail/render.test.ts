import { expect, test } from "vitest";
import { type LinkValues, openRenderer } from "./render.ts";

const { invitation: renderInvitation, signIn } = await openRenderer("https://rollcall.example/console");

const values: LinkValues = {
  organization: "Acme",
  contact: "admin@acme.example",
  name: "Ada",
  link: "https://roll.example/join/acme/token",
  expiresAt: new Date("2026-02-05T13:45:00Z"),
};

test("both forms say who invites, whom to ask, until when, and where to go", () => {
  const { subject, text, html } = renderInvitation(values);
  expect(subject).toContain("Acme");
  for (const form of [text, html]) {
    for (const part of ["Acme", "Ada", "admin@acme.example", "5 February 2026", "13:45", "UTC"])
      expect(form).toContain(part);
  }
  expect(text).toContain(values.link);
  expect(html).toContain(`href="${values.link}"`);
  expect(html).toContain('href="mailto:admin@acme.example"');
});

test("no placeholder is left over, in either form", () => {
  for (const form of Object.values(renderInvitation(values)))
    expect(form).not.toMatch(/\{\{|\}\}|undefined|<mj-/);
});

test("opening the HTML fetches nothing from anywhere", () => {
  expect(renderInvitation(values).html).not.toMatch(/<link[^>]*href=|@import|url\(|src=/i);
});

test("without a name nobody is addressed by one", () => {
  const { text, html } = renderInvitation({ ...values, name: undefined });
  expect(text).toContain("Hello,");
  expect(html).toContain("Hello,");
});

test("values are escaped in the HTML, wherever they stand", () => {
  const evil = `<script>alert("1")</script>'"&`;
  const { html } = renderInvitation({
    ...values,
    organization: evil,
    name: evil,
    contact: `x"><img src=y>@a.example`,
  });
  expect(html).not.toMatch(/<script>|<img src=y|"><img/);
  expect(html).toContain("&lt;script&gt;");
  // Nothing that a value holds is read as a template.
  const braces = renderInvitation({ ...values, name: "{{link}}", organization: "{{contact}}" });
  expect(braces.text).toContain("{{link}}");
  expect(braces.html).toContain("{{contact}}");
});

test("values stand in the text and the subject as they are", () => {
  const { subject, text } = renderInvitation({ ...values, organization: `R&D "Ö" <x>`, name: "O'Neil & Co" });
  expect(subject).toContain(`R&D "Ö" <x>`);
  expect(text).toContain(`R&D "Ö" <x>`);
  expect(text).toContain("O'Neil & Co");
});

test("the subject is one line, whatever the organization's name", () => {
  for (const organization of ["A\nB", "A\r\nBcc: eve@evil.example", " A\u2028B\t", "A\u0085B", "A\u0000B"]) {
    expect(renderInvitation({ ...values, organization }).subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  }
});

test("a name of several lines makes no lines of its own in the text", () => {
  const lines = (name: string) => renderInvitation({ ...values, name }).text.split("\n").length;
  expect(lines("Ada\n\nYour account is closed, see https://evil.example")).toBe(lines("Ada"));
});

test("the e-mail with a link to sign in says for whom it is, until when, and where to go", () => {
  const link = "https://roll.example/sign-in/link/token";
  const { subject, text, html } = signIn({ ...values, link, organization: "R&D" });
  expect(subject).toBe("Sign in to R&D");
  expect(text).toContain(link);
  expect(html).toContain(`href="${link}"`);
  expect(html).toContain("R&amp;D");
  for (const form of [text, html]) {
    for (const part of ["Ada", "admin@acme.example", "5 February 2026", "13:45"])
      expect(form).toContain(part);
    expect(form).not.toMatch(/\{\{|undefined|<mj-|invit/i);
  }
});
