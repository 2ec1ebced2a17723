/**
 * What stands here before a directory has ever come: the way to connect it, step by step.
 */
import { Link } from "wouter-preact";
import type { Organization, Overview } from "../../parts/wire.ts";

type Props = { readonly overview: Overview; readonly organization: Organization };

export function FirstSteps({ overview: { health }, organization }: Props) {
  if (!organization.planHasScim)
    return (
      <section class="card">
        <h2>The plan has no SCIM</h2>
        <p>
          With the starter plan members are invited by hand. The enterprise plan lets your directory bring
          them, and take access away when they leave.
        </p>
        <Link class="button" href="/members">
          Invite members
        </Link>
      </section>
    );
  const isOn = health.state !== "off";
  return (
    <section class="card">
      <h2>Let your directory bring your people</h2>
      <p class="quiet">
        Whoever is assigned in Entra ID, Okta or another directory is invited here by itself, and loses access
        when they leave. It takes about ten minutes.
      </p>
      <ol class="first-steps">
        <Step isDone={isOn} title="Turn SCIM on">
          You get a URL and a key for your directory.
        </Step>
        <Step isDone={false} title="Enter both in the directory">
          The guide says where, and sees the directory's first call as it comes.
        </Step>
        <Step isDone={false} title="Watch your people arrive">
          Each gets an e-mail, accepts, and is confirmed by you.
        </Step>
      </ol>
      {isOn && health.reasons.map((reason) => <p key={reason}>{reason}</p>)}
      <div class="actions">
        <Link class="button" href="/connect">
          {isOn ? "Go on connecting" : "Connect the directory"}
        </Link>
        <Link class="button secondary" href="/members">
          Invite by hand instead
        </Link>
      </div>
    </section>
  );
}

function Step({ isDone, title, children }: { isDone: boolean; title: string; children: string }) {
  return (
    <li class={isDone ? "done" : undefined}>
      <strong>{title}</strong>
      {isDone && <span class="good"> Done</span>}
      <br />
      <span class="quiet">{children}</span>
    </li>
  );
}
