/**
 * Where a member stands, why, and what is in the way.
 */
import { Ago } from "../../parts/ago.tsx";
import { type Fact, Facts } from "../../parts/facts.tsx";
import type { Member } from "../../parts/wire.ts";
import { meaningOf, StatusBadge } from "./status.tsx";

export function AccessCard({ member }: { member: Member }) {
  const { status, why, failed, unreachable, pending } = member;
  return (
    <section class="card">
      <h2>Access</h2>
      <p>
        <StatusBadge status={status} /> <span class="quiet">{meaningOf(member)}</span>
      </p>
      {why && <p>{sentence(why)}</p>}
      {unreachable && (
        <div class="note bad">
          <p>
            E-mails to {unreachable.address} have bounced. First: <Ago at={unreachable.since} />.
            <br />
            {unreachable.error}
          </p>
        </div>
      )}
      {failed && (
        <div class="note bad">
          <p>
            The last change could not be applied, after {failed.attempts} tries, the last one{" "}
            <Ago at={failed.at} />
            {failed.error && `: ${failed.error}`}
          </p>
        </div>
      )}
      {pending && <p class="quiet">A change is being applied.</p>}
      <Facts facts={facts(member)} />
    </section>
  );
}

function facts(member: Member): Fact[] {
  const { status, invitation, waiting, holdsSeat, heldBy, createdAt, modifiedAt } = member;
  return [
    { name: "Seat", value: holdsSeat ? "Holds one" : "Holds none" },
    // Once it was accepted, when it would have ended is nobody's concern.
    ...(invitation && status === "invited"
      ? [
          {
            name: Date.parse(invitation.expiresAt) < Date.now() ? "Invitation ended" : "Invitation ends",
            value: (
              <>
                <Ago at={invitation.expiresAt} />, sent to {invitation.address}
              </>
            ),
          },
        ]
      : []),
    ...(waiting ? [{ name: "Waits since", value: <Ago at={waiting.since} /> }] : []),
    ...(heldBy ? [{ name: "Revoked by", value: heldBy.name ?? "an admin" }] : []),
    { name: "Keys", value: keysInWords(member) },
    { name: "Here since", value: <Ago at={createdAt} /> },
    { name: "Changed", value: <Ago at={modifiedAt} /> },
  ];
}

function keysInWords({ status, publicKey, hasOrganizationKey }: Member): string {
  if (publicKey === null)
    return status === "accepted" || status === "confirmed"
      ? "None yet"
      : "None yet; they are made when the invitation is accepted";
  return hasOrganizationKey ? "Has the organization's key" : "Has own keys, and waits for the organization's";
}

/** What the API says in lower case, as a sentence. */
function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return text.endsWith(".") ? text : `${text}.`;
}
