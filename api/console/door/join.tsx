/**
 * The link of an invitation: looks what became of it, and shows the page for that. Nothing changes by looking.
 */
import { useCallback, useEffect, useState } from "preact/hooks";
import { ProblemBox } from "../parts/problem-box.tsx";
import { request } from "../parts/request.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import type { Invitation } from "../parts/wire.ts";
import { Accept } from "./accept.tsx";
import { Frame } from "./frame.tsx";
import { Accepted, NotOpen } from "./invitation-states.tsx";

export function Join({ organization, token }: { organization: string; token: string }) {
  const [invitation, setInvitation] = useState<Invitation>();
  const [acceptedKey, setAcceptedKey] = useState<string>();
  const [error, setError] = useState<unknown>();
  const look = useCallback(() => {
    setError(undefined);
    request<Invitation>("POST", "/api/invitations/look", { organization, token }).then(
      setInvitation,
      setError,
    );
  }, [organization, token]);
  useEffect(look, [look]);

  if (!invitation) {
    return (
      <Frame title="Your invitation">
        {error === undefined ? <Skeleton lines={5} /> : <ProblemBox error={error} onRetry={look} />}
      </Frame>
    );
  }
  if (acceptedKey !== undefined) return <Accepted invitation={invitation} publicKey={acceptedKey} />;
  if (invitation.state !== "open") return <NotOpen invitation={invitation} />;
  const link = { organization, token };
  return <Accept link={link} invitation={invitation} onAccepted={setAcceptedKey} onRefused={look} />;
}
