/**
 * What is known of a member, and who has the last word on it.
 */
import { Facts } from "../../parts/facts.tsx";
import type { Member } from "../../parts/wire.ts";
import { roleNames, sourceOf } from "./status.tsx";

export function ProfileCard({ member }: { member: Member }) {
  const { userName, displayName, address, externalId, role } = member;
  return (
    <section class="card">
      <h2>Profile</h2>
      <Facts
        facts={[
          { name: "Name", value: displayName ?? <span class="quiet">none</span> },
          { name: "User name", value: userName },
          { name: "E-mail address", value: address ?? <span class="quiet">none</span> },
          { name: "External id", value: externalId ?? <span class="quiet">none</span> },
          { name: "Role", value: roleNames[role] },
          { name: "Came from", value: sourceOf(member) },
        ]}
      />
    </section>
  );
}
