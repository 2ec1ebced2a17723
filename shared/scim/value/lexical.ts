/**
 * The written forms of the simple types that are text in JSON (RFC 7643 §2.3). They are looked at and never changed:
 * what a client wrote is what it reads.
 */

const dateTime =
  /^(?<year>\d{4})-(?<month>0[1-9]|1[0-2])-(?<day>\d\d)T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/;

/** Whether a text is an xsd:dateTime of the years 0001 to 9999 (RFC 7643 §2.3.5): a day that exists, and a time. */
export function isDateTime(text: string): boolean {
  const { year, month, day } = dateTime.exec(text)?.groups ?? {};
  return Number(year) > 0 && Number(day) > 0 && Number(day) <= daysIn(Number(year), Number(month));
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
const base64url = /^[A-Za-z0-9_-]*={0,2}$/;

/**
 * Whether a text is base64 or base64url (RFC 4648 §4, §5), not both in one. The padding may be left out
 * (RFC 7643 §2.3.6), but what there is of it must be right.
 */
export function isBinary(text: string): boolean {
  if (!base64.test(text) && !base64url.test(text)) return false;
  const digits = text.replace(/=+$/, "").length;
  // A single digit of a last group of four is not yet a byte.
  return digits > 0 && digits % 4 !== 1 && (digits === text.length || text.length % 4 === 0);
}
