/**
 * The steps of a guide, each with its tick, and with what is wrong at the step where it is wrong.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import type { ConnectProgress } from "../../parts/wire.ts";
import type { Guide, GuideStep, StepProps } from "./guide.ts";
import { type StepState, stepStates } from "./step-states.ts";

type Props = StepProps & { readonly guide: Guide; readonly progress: ConnectProgress | undefined };

export function GuideSteps({ guide, progress, ...own }: Props) {
  const states = stepStates(guide.steps, progress);
  return (
    <>
      <p class="guide-lead">{guide.lead}</p>
      <ol class="guide">
        {guide.steps.map((step, index) => {
          const state = states[index];
          return state && <Step key={step.title} step={step} state={state} own={own} />;
        })}
      </ol>
      {states.every(({ state }) => state === "done") && (
        <div class="note good">
          <p role="status">
            {guide.name} is connected. What it does from now on is told under{" "}
            <Link href="/events">Events</Link>, and how it fares on the <Link href="/">Overview</Link>.
          </p>
        </div>
      )}
    </>
  );
}

function Step({ step, state, own }: { step: GuideStep; state: StepState; own: StepProps }) {
  const { title, signal, Body } = step;
  return (
    <li class={state.state}>
      <section class="card">
        <header class="card-header">
          <h2>
            {title}
            {state.state === "done" && <span class="only-read"> (done)</span>}
          </h2>
          {signal && <Seen state={state} />}
        </header>
        {state.trouble && (
          <div class="problem" role="alert">
            <p>{state.trouble}</p>
            <Link href="/settings?requests=refused#requests">See the requests</Link>
          </div>
        )}
        <Body {...own} />
      </section>
    </li>
  );
}

/** Of a step whose traffic shows here. */
function Seen({ state: { state, doneAt } }: { state: StepState }) {
  if (doneAt !== null)
    return (
      <p class="good seen">
        Seen <Ago at={doneAt} />
      </p>
    );
  return <p class="quiet seen">{state === "next" ? "Waiting for it" : "Not seen yet"}</p>;
}
