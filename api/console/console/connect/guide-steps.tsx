/**
 * The steps of a guide, each with its tick, and with what is wrong at the step where it is wrong.
 */
import { Link } from "wouter-preact";
import { Ago } from "../../parts/ago.tsx";
import type { ConnectProgress } from "../../parts/wire.ts";
import type { Guide, GuideStep, StepProps } from "./guide.ts";
import { otherTroubles, type StepState, stepStates } from "./step-states.ts";

type Props = StepProps & { readonly guide: Guide; readonly progress: ConnectProgress | undefined };

export function GuideSteps({ guide, progress, ...own }: Props) {
  const states = stepStates(guide.steps, progress);
  const others = otherTroubles(guide.steps, progress);
  const isWell = others.length === 0 && states.every(({ state, trouble }) => state === "done" && !trouble);
  return (
    <>
      <p class="guide-lead">{guide.lead}</p>
      <ol class="guide">
        {guide.steps.map((step, index) => {
          const state = states[index];
          return state && <Step key={step.title} step={step} state={state} own={own} />;
        })}
      </ol>
      {others.map((trouble) => (
        <Trouble key={trouble} words={trouble} />
      ))}
      {isWell && (
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
    <li class={state.trouble ? "troubled" : state.state}>
      <section class="card">
        <header class="card-header">
          <h2>
            {title}
            {state.state === "done" && <span class="only-read"> (done)</span>}
          </h2>
          {signal && <Seen state={state} />}
        </header>
        {state.trouble && <Trouble words={state.trouble} />}
        <Body {...own} />
      </section>
    </li>
  );
}

function Trouble({ words }: { words: string }) {
  return (
    <div class="problem" role="alert">
      <p>{words}</p>
      <Link href="/settings?requests=refused#requests">See the requests</Link>
    </div>
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
