/**
 * Numbers of things as people read them. Pure.
 */
const numbers = new Intl.NumberFormat("en");

/** `1,204`. */
export function number(value: number): string {
  return numbers.format(value);
}

/** `1 member`, `1,204 members`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}
