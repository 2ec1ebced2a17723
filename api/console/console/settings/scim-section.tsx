/**
 * SCIM provisioning: the directory's way in, what it may decide, and what it sent lately.
 */
import { ProblemBox } from "../../parts/problem-box.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { DirectorySettings } from "./directory-settings.tsx";
import { FailureMail } from "./failure-mail.tsx";
import { InvitationSettings } from "./invitation-settings.tsx";
import { RecentRequests } from "./recent-requests.tsx";
import { RemovalGuard } from "./removal-guard.tsx";
import { ScimKeys } from "./scim-keys.tsx";
import { ScimSwitch } from "./scim-switch.tsx";
import { SelfTestCard } from "./self-test.tsx";
import { useSettings } from "./use-settings.ts";

export function ScimSection() {
  const { data: organization, error, readAgain, change } = useSettings();
  if (!organization) return error ? <ProblemBox error={error} onRetry={readAgain} /> : <Skeleton lines={8} />;
  const { settings, scimEnabled } = organization;
  return (
    <>
      <ScimSwitch organization={organization} />
      {scimEnabled && <ScimKeys />}
      {scimEnabled && <SelfTestCard />}
      <RecentRequests />
      <DirectorySettings settings={settings} change={change} />
      <InvitationSettings settings={settings} change={change} />
      <RemovalGuard guard={settings.removalGuard} change={change} />
      <FailureMail failureMail={settings.failureMail} change={change} />
    </>
  );
}
