/**
 * What a batch of members meets in its organization: free seats, and who holds which address. It is read once a
 * batch and moves on with every member that is planned, so the next one meets what the one before it left.
 */
import { isWanted } from "../../../shared/standing.ts";
import type { Member, Settings } from "../../../shared/store/documents.ts";

export type Situation = {
  readonly now: Date;
  readonly settings: Pick<Settings, "invitations">;
  seatsFree: number;
  /** The member who holds an address, by the folded address. */
  readonly holders: Map<string, string>;
  /** The e-mails of invitations that were sent, by their id. */
  readonly sent: ReadonlySet<string>;
  /** The members whose removal is held for review. */
  readonly held: ReadonlySet<string>;
  /** The folded userNames that members have who are here. */
  readonly names: ReadonlySet<string>;
};

/**
 * Who holds the addresses: of those members on whom one is marked, the one who still wants it and still belongs
 * here. A mark that has outlived its record does not count.
 */
export function holdersAmong(marked: readonly Member[]): Map<string, string> {
  const holders = new Map<string, string>();
  for (const member of marked) {
    const { address } = member.standing;
    // A record that was damaged from outside holds nothing, and holds nobody up.
    const isWhole = Boolean(member.keys && member.attributes);
    if (address !== undefined && isWhole && address === member.keys.address && isWanted(member)) {
      holders.set(address, member._id);
    }
  }
  return holders;
}
