/**
 * One failure: what happened, why, since when and how often, and what to do about it.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import { number } from "../../parts/numbers.ts";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useAction } from "../../parts/use-action.ts";
import { useReadAgain } from "../../parts/use-api.ts";
import type { Failure } from "../../parts/wire.ts";
import { type Retried, retriedInWords } from "./retried.ts";

export function FailureCard({ failure }: { failure: Failure }) {
  const { headline, cause, todo, state, count } = failure;
  return (
    <article class="card failure">
      <h2>{headline.charAt(0).toUpperCase() + headline.slice(1)}</h2>
      <p class="quiet">
        <Subject failure={failure} />
        Since <Ago at={failure.openedAt} />
        {count > 1 && (
          <>
            , {number(count)} times, the last one <Ago at={failure.lastAt} />
          </>
        )}
        {state === "resolved" && failure.resolvedAt && (
          <>
            ; resolved <Ago at={failure.resolvedAt} />
          </>
        )}
      </p>
      <dl class="cause">
        <dt>Cause</dt>
        <dd>{cause}</dd>
        {state !== "resolved" && (
          <>
            <dt>What to do</dt>
            <dd>{todo}</dd>
          </>
        )}
      </dl>
      {state === "open" && <Decisions failure={failure} />}
    </article>
  );
}

function Subject({ failure: { subject, subjectKind, subjectName } }: { failure: Failure }) {
  if (subjectKind === "other") return subjectName ? <>{subjectName}. </> : null;
  if (subjectName === null) return null;
  return (
    <>
      <Link href={`/${subjectKind}s/${encodeURIComponent(subject)}`}>{subjectName}</Link>.{" "}
    </>
  );
}

function Decisions({ failure: { id, canRetry } }: { failure: Failure }) {
  const path = useOrganizationPath()(`/failures/${encodeURIComponent(id)}`);
  const readAgain = useReadAgain();
  const toast = useToast();
  const retry = useAction(async () => {
    toast(retriedInWords(await request<Retried>("POST", `${path}/retry`)));
    await readAgain();
  });
  const dismiss = useAction(async () => {
    await request("POST", `${path}/dismiss`);
    toast("Dismissed. It opens again when it happens anew.");
    await readAgain();
  });
  return (
    <>
      <ProblemBox error={retry.error ?? dismiss.error} />
      <div class="actions">
        {canRetry && (
          <button type="button" class="small" aria-busy={retry.isRunning} onClick={() => void retry.run()}>
            Try again
          </button>
        )}
        <button
          type="button"
          class="secondary small"
          aria-busy={dismiss.isRunning}
          onClick={() => void dismiss.run()}
        >
          Dismiss
        </button>
      </div>
    </>
  );
}
