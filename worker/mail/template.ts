/**
 * Templates of e-mails: a text, and an MJML file that is made HTML once. Handlebars fills in the values: escaped in the
 * HTML, as they are in the text and the subject, and none of them with lines of its own.
 */
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { compileMjml } from "./compile.ts";

export type Rendered = { readonly subject: string; readonly text: string; readonly html: string };
export type Template = (values: object) => Rendered;

/** Where the files are that are called `{name}.txt` and `{name}.mjml`, and what the subject says. */
type Source = { readonly folder: URL; readonly name: string; readonly subject: string };

/** Makes templates ready, in the same order. What is compiled for it is kept in the folder, where one is named. */
export async function openTemplates<const Sources extends readonly Source[]>(
  sources: Sources,
  keptIn?: string,
): Promise<{ [Index in keyof Sources]: Template }>;
export async function openTemplates(sources: readonly Source[], keptIn?: string): Promise<Template[]> {
  const files = sources.map(({ folder, name }) => new URL(`${name}.mjml`, folder));
  const compiled = await compileMjml(files, keptIn);
  return sources.map(({ folder, name, subject }, index) => {
    const asIs = { noEscape: true };
    const parts = {
      subject: Handlebars.compile(subject, asIs),
      text: Handlebars.compile(readFileSync(new URL(`${name}.txt`, folder), "utf8"), asIs),
      html: Handlebars.compile(compiled[index]),
    };
    return (values) => {
      const filled = oneLineEach(values);
      return { subject: parts.subject(filled), text: parts.text(filled), html: parts.html(filled) };
    };
  });
}

/** A value has no lines of its own: nobody writes more into the e-mail than a name. */
function oneLineEach(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (Array.isArray(value)) return value.map(oneLineEach);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, oneLineEach(part)]));
}
