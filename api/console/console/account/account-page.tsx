/**
 * One's own account: who one is here, one's key, and the ways out. Every member has this page.
 */

import { dateInWords } from "../../parts/ago.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { useSession } from "../../parts/session.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useOrganization } from "../../parts/use-api.ts";
import type { Member, OwnKeys } from "../../parts/wire.ts";
import { StatusBadge } from "../members/status.tsx";
import { KeySection } from "./key-section.tsx";
import { SignOut } from "./sign-out.tsx";
import "./account.css";

export default function AccountPage() {
  const { organization, expiresAt } = useSession();
  const {
    data: me,
    error,
    readAgain,
  } = useOrganization<Member>("/me", { isAwaiting: (known) => known?.hasOrganizationKey === false });
  const {
    data: keys,
    error: keysError,
    readAgain: readKeysAgain,
  } = useOrganization<OwnKeys>("/me/keys", { isAwaiting: (known) => known?.sealedOrganizationKey === null });
  return (
    <>
      <PageHeader title="Account" lead={`You in ${organization.name}.`} />
      <section class="card">
        {me ? <Facts facts={factsOf(me)} /> : !error && <Skeleton lines={3} />}
        <ProblemBox error={error} onRetry={readAgain} />
      </section>
      <section class="card">
        <h2>Your key</h2>
        {me && keys ? <KeySection me={me} keys={keys} /> : !error && !keysError && <Skeleton lines={5} />}
        <ProblemBox error={keysError} onRetry={readKeysAgain} />
      </section>
      <section class="card">
        <h2>Sign out</h2>
        <p class="quiet">You are signed in here until {dateInWords(expiresAt)} at the latest.</p>
        <SignOut />
      </section>
    </>
  );
}

const roleWords = {
  owner: "Owner: may do everything",
  admin: "Admin: decides about members, groups and the directory",
  member: "Member",
} as const;

function factsOf(me: Member) {
  return [
    { name: "Name", value: me.displayName ?? me.userName },
    { name: "Address", value: me.address ?? <span class="quiet">none</span> },
    { name: "Role", value: roleWords[me.role] },
    { name: "Status", value: <StatusBadge status={me.status} /> },
    {
      name: "Profile",
      value: me.inDirectory ? "Kept by your organization's directory" : "Kept here",
    },
    {
      name: "Organization's key",
      value: me.hasOrganizationKey ? (
        <Badge tone="good">Yours</Badge>
      ) : (
        <Badge tone="off">Not yet yours</Badge>
      ),
    },
  ];
}
