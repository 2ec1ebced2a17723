/**
 * Leaving out what was not given, so that what stays is only what somebody said.
 */

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/** Leaves out what is undefined. */
export function given<T extends object>(values: T): Given<T>;
export function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
