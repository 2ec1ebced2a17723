/**
 * An organization in memory, for properties of the plan: writes make members pending, and a drain plans what is due
 * in turn and takes up again who waited, when a seat or an address becomes free.
 */
import { invitationEmailId } from "../../../shared/invitation.ts";
import type { Member, WaitingFor } from "../../../shared/store/documents.ts";
import { keysOf } from "../../../shared/store/members.ts";
import { type Plan, planMember } from "./plan.ts";
import { holdersAmong, type Situation } from "./situation.ts";

const key = { kind: "key", id: "k" } as const;

export type Act =
  | { readonly kind: "write"; readonly member: number; readonly active: boolean; readonly address: number }
  | { readonly kind: "remove" | "accept" | "hold" | "restore" | "release"; readonly member: number }
  | { readonly kind: "invitations"; readonly are: "atOnce" | "held" }
  | { readonly kind: "drain" };

/** An organization in memory. */
export class World {
  readonly members = new Map<string, Member>();
  readonly story: string[] = [];
  readonly #sent = new Set<string>();
  readonly #bought: number;
  readonly #addressesShared: boolean;
  #invitations: "atOnce" | "held";
  #clock = 0;

  constructor(bought: number, addressesShared: boolean, invitations: "atOnce" | "held" = "atOnce") {
    this.#bought = bought;
    this.#addressesShared = addressesShared;
    this.#invitations = invitations;
  }

  play(acts: readonly Act[]): this {
    for (const act of acts) this.#do(act);
    return this;
  }

  drain(): this {
    for (let round = 0; round < 50; round += 1) {
      const due = this.#all()
        .filter(({ pending }) => pending !== undefined)
        .sort((a, b) => Number(a.pending?.dueAt) - Number(b.pending?.dueAt));
      if (due.length === 0) return this;
      this.#batch(due);
    }
    throw new Error("the drain does not end");
  }

  seated(): Member[] {
    return this.#all().filter(({ standing }) => standing.seat);
  }

  get settings() {
    return { invitations: this.#invitations };
  }

  /** What does not depend on how the state was come to. */
  standing() {
    return this.#all()
      .map(({ _id, standing: { status, seat, address, waiting }, removedAt }) => {
        if (removedAt) return { _id, status: "removed" };
        return waiting && !seat
          ? { _id, status: "waits", waiting: waiting.kind }
          : { _id, status, seat, address };
      })
      .sort((a, b) => a._id.localeCompare(b._id));
  }

  #all(): Member[] {
    return [...this.members.values()];
  }

  #now(): Date {
    this.#clock += 1;
    return new Date(this.#clock);
  }

  #do(act: Act): void {
    if (act.kind === "drain") {
      this.drain();
      return;
    }
    if (act.kind === "invitations") {
      this.#invitations = act.are;
      if (act.are === "atOnce") this.#wakeWaiting("release", this.#now());
      return;
    }
    const _id = `m${act.member}`;
    const member = this.members.get(_id);
    const now = this.#now();
    const pending = { since: now, dueAt: now, attempts: 0, changed: ["emails"] };
    if (act.kind === "write") {
      if (member?.removedAt) return;
      const place = this.#addressesShared ? `${act.address}` : `${act.address}.${act.member}`;
      // Address 0 is none.
      const emails = act.address === 0 ? [] : [{ value: `P${place}@acme.example` }];
      const attributes = { userName: _id, active: act.active, ...(emails.length > 0 && { emails }) };
      this.members.set(_id, {
        ...(member ?? newcomer(_id, now)),
        attributes,
        keys: keysOf(attributes),
        pending,
      });
    } else if (!member || member.removedAt) {
      return;
    } else if (act.kind === "remove") {
      this.members.set(_id, { ...member, keys: {}, removedAt: now, pending });
    } else if (act.kind === "accept") {
      if (member.standing.status !== "invited") return;
      this.members.set(_id, { ...member, standing: { ...member.standing, status: "accepted" } });
    } else if (act.kind === "release") {
      this.members.set(_id, { ...member, released: true, pending });
    } else {
      const { hold: _, ...free } = member;
      const hold = { by: { kind: "admin", id: "root" } as const, at: now };
      this.members.set(_id, { ...free, pending, ...(act.kind === "hold" && { hold }) });
    }
  }

  #batch(due: readonly Member[]): void {
    const now = this.#now();
    const situation: Situation = {
      now,
      settings: this.settings,
      seatsFree: this.#bought - this.seated().length,
      holders: holdersAmong(this.#all()),
      sent: this.#sent,
      held: new Set(),
      names: new Set(),
    };
    const plans = due.map((member) => planMember(member, situation));
    for (const plan of plans) this.#write(plan, now);
    const isFreed = new Set(plans.flatMap(({ freed }) => freed ?? []));
    if (situation.seatsFree > 0) this.#wakeWaiting("seat", now);
    for (const member of this.#all()) {
      if (member.standing.waiting?.kind === "address" && isFreed.has(member.keys.address ?? ""))
        this.#wake(member, now);
    }
  }

  #write({ member, standing, invite, events }: Plan, now: Date): void {
    const { pending: _, ...rest } = member;
    const expiresAt = new Date(now.getTime() + 1_000_000);
    const invitation = invite && { ...invite, tokenHash: `${member._id}.${invite.number}`, expiresAt };
    this.members.set(member._id, {
      ...rest,
      standing: { ...standing, ...(invitation && { invitation }) },
    });
    if (invite) this.#sent.add(invitationEmailId(member._id, invite.number));
    this.story.push(...events.map(({ kind }) => `${member._id} ${kind}`));
  }

  /** Whoever waits is asked again: not everyone who is first in the line can take the seat. */
  #wakeWaiting(kind: WaitingFor, now: Date): void {
    for (const member of this.#all()) {
      if (member.standing.waiting?.kind === kind) this.#wake(member, now);
    }
  }

  #wake(member: Member, now: Date): void {
    if (!member.pending)
      this.members.set(member._id, {
        ...member,
        pending: { since: now, dueAt: now, attempts: 0, changed: [] },
      });
  }
}

function newcomer(_id: string, now: Date): Member {
  return {
    _id,
    organization: "acme",
    version: 1,
    attributes: { userName: _id },
    keys: {},
    createdAt: now,
    modifiedAt: now,
    origin: "directory",
    createdBy: key,
    writtenBy: key,
    directoryKey: "k",
    standing: { status: "staged", role: "member", seat: false },
  };
}
