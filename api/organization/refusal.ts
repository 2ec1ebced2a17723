/**
 * What an admin asked for and cannot have; the message says why, and the way out.
 */
export class Refusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Refusal";
  }
}
