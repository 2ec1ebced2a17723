/**
 * An invitation that was just accepted, and the links that cannot be: each says what is so and what to do now (rows B50
 * and B51).
 */
import type { ComponentChildren } from "preact";
import { dateInWords } from "../parts/ago.tsx";
import { FingerprintWords } from "../parts/fingerprint-words.tsx";
import type { Invitation } from "../parts/wire.ts";
import { Contact } from "./contact.tsx";
import { Frame } from "./frame.tsx";

type Props = { readonly invitation: Invitation };

export function Accepted({ invitation, publicKey }: Props & { readonly publicKey: string }) {
  const name = invitation.organization?.name ?? "your organization";
  return (
    <Frame title="You have accepted">
      <p role="status">
        An admin of {name} was told, and will confirm you. Before that they compare these words with you, so
        that nobody else can be confirmed in your place:
      </p>
      <FingerprintWords publicKey={publicKey} />
      <p>Tell them the words by telephone or in person. If theirs are others, neither of you goes on.</p>
      <p class="quiet">
        The words are no secret. You find them again in your account: <a href="/sign-in">sign in</a> with your
        address.
      </p>
    </Frame>
  );
}

export function NotOpen({ invitation }: Props) {
  const { state, organization, expiresAt } = invitation;
  const name = organization?.name ?? "the organization";
  switch (state) {
    case "expired":
      return (
        <Frame title="This invitation has ended">
          <p>
            It could be accepted until {expiresAt ? dateInWords(expiresAt) : "a while ago"}. Ask for a new
            one; it takes an admin of {name} a click.
          </p>
          <Ask invitation={invitation} />
        </Frame>
      );
    case "superseded":
      return (
        <Frame title="There is a newer invitation">
          <p>A newer e-mail was sent to you. Only the link in the newest one works.</p>
          <Ask invitation={invitation}>You cannot find it? </Ask>
        </Frame>
      );
    case "used":
      return (
        <Frame title="This invitation was accepted already">
          <p>
            If that was you, there is nothing more to do here. Once an admin of {name} has confirmed you, you
            are a member; your account says whether that is so.
          </p>
          <p>
            <a class="button" href="/sign-in">
              Sign in
            </a>
          </p>
          <Ask invitation={invitation}>If it was not you, tell them at once: </Ask>
        </Frame>
      );
    case "revoked":
      return (
        <Frame title="This invitation was taken back">
          <p>{name} does not give you access at the moment.</p>
          <Ask invitation={invitation}>You think that is a mistake? </Ask>
        </Frame>
      );
    default:
      return (
        <Frame title="This link leads nowhere">
          <p>
            Nobody has an invitation with this link. It may have been cut off on its way: open it from the
            e-mail again.
          </p>
          <p>If that does not help, ask whoever invited you for a new one.</p>
        </Frame>
      );
  }
}

function Ask({ invitation, children = "Whom to ask: " }: Props & { readonly children?: ComponentChildren }) {
  if (!invitation.organization) return <p>Ask whoever invited you.</p>;
  return (
    <p>
      {children}
      <Contact contact={invitation.organization.contact} />
    </p>
  );
}
