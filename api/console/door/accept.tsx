/**
 * Accepting an invitation (row B50): the browser makes the member's key pair, and sends the public key, and the private
 * key wrapped under the passphrase. Neither the passphrase nor the private key itself is ever sent.
 */
import { useState } from "preact/hooks";
import { whyNoKeys } from "../keys/able.ts";
import { agoInWords } from "../parts/ago-words.ts";
import { LostPassphrase, NewPassphrase } from "../parts/new-passphrase.tsx";
import { ProblemBox } from "../parts/problem-box.tsx";
import { ProblemError, request } from "../parts/request.ts";
import { useAction } from "../parts/use-action.ts";
import type { Invitation } from "../parts/wire.ts";
import { Contact } from "./contact.tsx";
import { Frame } from "./frame.tsx";

type Props = {
  readonly link: { readonly organization: string; readonly token: string };
  readonly invitation: Invitation;
  readonly onAccepted: (publicKey: string) => void;
  /** The link can no longer be used: time to look again. */
  readonly onRefused: () => void;
};

export function Accept({ link, invitation, onAccepted, onRefused }: Props) {
  const { organization, member } = invitation;
  const [passphrase, setPassphrase] = useState("");
  const { run, isRunning, error } = useAction(async () => {
    if (!member) return;
    const keys = await makeKeys({ organization: link.organization, member: member.id }, passphrase);
    try {
      await request("POST", "/api/invitations/accept", { ...link, ...keys });
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.code !== "conflict") throw thrown;
      onRefused();
      return;
    }
    onAccepted(keys.publicKey);
  });
  const why = whyNoKeys();
  return (
    <Frame title={`Join ${organization?.name ?? "your organization"}`}>
      <p>
        You are invited
        {member?.address ? (
          <>
            {" "}
            as <strong>{member.address}</strong>
          </>
        ) : null}
        .
        {invitation.expiresAt && (
          <> The invitation ends {agoInWords(Date.parse(invitation.expiresAt), Date.now())}.</>
        )}
      </p>
      <ol>
        <li>You choose a passphrase. Your browser makes a key for you and locks it with the passphrase.</li>
        <li>You accept. An admin compares six words of your key with you, and confirms you.</li>
        <li>From then on your key opens the organization's key, on any device, with your passphrase.</li>
      </ol>
      {why !== null ? (
        <div class="problem" role="alert">
          <p>{why}</p>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <NewPassphrase account={member?.address ?? link.organization} onChange={setPassphrase} />
          <LostPassphrase />
          <ProblemBox error={error} />
          <button type="submit" aria-busy={isRunning}>
            Accept the invitation
          </button>
        </form>
      )}
      {organization && (
        <p class="quiet questions">
          Questions? <Contact contact={organization.contact} />
        </p>
      )}
    </Frame>
  );
}

async function makeKeys(holder: { organization: string; member: string }, passphrase: string) {
  const { makeKeyPair, wrapPrivateKey } = await import("../keys/private-key.ts");
  const pair = await makeKeyPair();
  return { publicKey: pair.publicKey, wrappedPrivateKey: await wrapPrivateKey(pair, holder, passphrase) };
}
