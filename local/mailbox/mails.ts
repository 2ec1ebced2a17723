/**
 * The mails that have come in, as .eml files in one folder, newest last.
 * A file is there whole before its mail is acknowledged; of more than `limit` mails the oldest are removed.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";

const HEADERS_MAX_BYTES = 32 * 1024;

/** What a list shows of a mail. */
export type MailSummary = {
  readonly id: number;
  readonly from: string;
  /** The recipients of the envelope, which decide where a mail goes; the To header only says so. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly receivedAt: Date;
  readonly messageId: string | null;
};

/** A whole mail. */
export type Mail = MailSummary & {
  readonly html: string | null;
  readonly text: string;
  readonly source: string;
};

/** A folder of mails. */
export type Mails = {
  readonly folder: string;
  readonly limit: number;
  /** Oldest first. */
  readonly summaries: MailSummary[];
  lastId: number;
};

/** Opens a folder, reading the headers of the mails that it holds. */
export async function openMails(folder: string, limit: number): Promise<Mails> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ids = (await readdir(folder)).flatMap((name) => /^(\d+)\.eml$/.exec(name)?.[1] ?? []).map(Number);
  const kept = ids.sort((one, other) => one - other).slice(-limit);
  const mails: Mails = { folder, limit, summaries: [], lastId: ids.at(-1) ?? 0 };
  for (const id of kept) mails.summaries.push(await readSummary(mails, id));
  return mails;
}

/** Keeps a mail. Its envelope goes before its headers, as with any last mail server of a chain. */
export async function addMail(
  mails: Mails,
  envelope: { readonly from: string; readonly to: readonly string[] },
  content: Buffer,
): Promise<void> {
  mails.lastId += 1;
  const id = mails.lastId;
  const lines = [
    `Return-Path: <${envelope.from}>`,
    ...envelope.to.map((address) => `Delivered-To: ${address}`),
  ];
  const source = Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n`), content]);
  const draft = join(mails.folder, `${id}.draft`);
  await writeFile(draft, source, { mode: 0o600 });
  await rename(draft, fileOf(mails, id));
  mails.summaries.push(await readSummary(mails, id));
  while (mails.summaries.length > mails.limit) {
    const oldest = mails.summaries.shift();
    if (oldest !== undefined) await rm(fileOf(mails, oldest.id), { force: true });
  }
}

/**
 * Lists mails, newest first.
 * @param search part of a recipient, of the sender or of the subject, in any case; "" finds all
 */
export function listMails(mails: Mails, search: string): MailSummary[] {
  const wanted = search.trim().toLowerCase();
  const newestFirst = mails.summaries.toSorted((one, other) => other.id - one.id);
  return newestFirst.filter(({ to, from, subject }) =>
    [...to, from, subject].some((text) => text.toLowerCase().includes(wanted)),
  );
}

/** Reads a whole mail; null when there is none of this number. */
export async function readMail(mails: Mails, id: number): Promise<Mail | null> {
  const summary = mails.summaries.find((mail) => mail.id === id);
  if (summary === undefined) return null;
  const source = await readFile(fileOf(mails, id));
  const parsed = await simpleParser(source);
  return { ...summary, html: parsed.html || null, text: parsed.text ?? "", source: source.toString("utf8") };
}

async function readSummary(mails: Mails, id: number): Promise<MailSummary> {
  const path = fileOf(mails, id);
  const { mtime } = await stat(path);
  const parsed = await simpleParser(await readHeaders(path));
  return {
    id,
    from: parsed.from?.text ?? "",
    to: recipients(parsed),
    subject: parsed.subject ?? "",
    receivedAt: mtime,
    messageId: parsed.messageId ?? null,
  };
}

async function readHeaders(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADERS_MAX_BYTES), { position: 0 });
    const text = buffer.toString("utf8", 0, bytesRead);
    const end = /\r?\n\r?\n/.exec(text);
    return end === null ? text : text.slice(0, end.index + end[0].length);
  } finally {
    await file.close();
  }
}

function recipients(parsed: ParsedMail): string[] {
  const delivered = parsed.headerLines.filter(({ key }) => key === "delivered-to");
  const envelope = delivered.map(({ line }) => line.slice(line.indexOf(":") + 1).trim());
  return envelope.length > 0 ? envelope : [parsed.to].flat().flatMap(addressesOf);
}

function addressesOf(object: AddressObject | undefined): string[] {
  return (object?.value ?? []).flatMap(({ address }) => address ?? []);
}

function fileOf(mails: Mails, id: number): string {
  return join(mails.folder, `${id}.eml`);
}
