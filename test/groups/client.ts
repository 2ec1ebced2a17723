/**
 * A client that writes groups and notes what it sent and when. What is not answered it sends again, as directories
 * do; each try is a write of its own, which may have come to hold or not.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { type Answer, patchOf, type ScimClient, schemas } from "../support/scim-client.ts";
import type { History, Span } from "./history.ts";

type OfUsers<Kind> = { readonly kind: Kind; readonly group: number; readonly users: readonly number[] };
type OfGroup<Kind> = { readonly kind: Kind; readonly group: number };
export type Act =
  | OfUsers<"add">
  | OfUsers<"remove">
  | OfUsers<"pick">
  | OfUsers<"put">
  | OfUsers<"replace">
  | OfGroup<"clear">
  | OfGroup<"delete">
  | OfGroup<"read">
  | { readonly kind: "leave"; readonly user: number };

/** Whom and what a client finds. */
export type Scene = {
  readonly history: History;
  readonly groups: readonly string[];
  readonly users: readonly string[];
};

const deadlineMs = 30_000;

/** Does what it is told by an act, until it is answered. */
export async function play(client: ScimClient, scene: Scene, act: Act): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; ; ) {
    const span: Span = { start: performance.now(), end: Number.POSITIVE_INFINITY, refused: false };
    note(scene, act, span);
    const answer = await request(client, scene, act).catch(() => null);
    if (answer && answer.status !== 503) {
      span.end = performance.now();
      expectRightAnswer(scene, act, answer, span);
      span.refused = answer.status === 404;
      return;
    }
    if (Date.now() > deadline) throw new Error(`no answer in ${deadlineMs} ms`);
    await pause(20);
  }
}

function request(client: ScimClient, { groups, users }: Scene, act: Act): Promise<Answer> {
  if (act.kind === "leave") return client.send("DELETE", `/Users/${users[act.user]}`);
  const path = `/Groups/${groups[act.group]}`;
  const patch = (...operations: readonly Record<string, unknown>[]) =>
    client.send("PATCH", path, patchOf(...operations));
  if (act.kind === "read") return client.send("GET", path);
  if (act.kind === "delete") return client.send("DELETE", path);
  if (act.kind === "clear") return patch({ op: "remove", path: "members" });
  const ids = act.users.flatMap((user) => users[user] ?? []);
  const value = ids.map((id) => ({ value: id }));
  switch (act.kind) {
    case "add":
      return patch({ op: "Add", path: "members", value });
    case "remove":
      return patch({ op: "Remove", path: "members", value });
    case "pick":
      return patch(...ids.map((id) => ({ op: "remove", path: `members[value eq "${id}"]` })));
    case "replace":
      return patch({ op: "Replace", path: "members", value });
    case "put":
      return client.send("PUT", path, {
        schemas: [schemas.group],
        displayName: `Group ${act.group}`,
        members: value,
      });
  }
}

/** What an act writes: nothing for those of whom it says nothing, nor for who must have left before. */
function note({ history, groups, users }: Scene, act: Act, span: Span): void {
  if (act.kind === "read") return;
  if (act.kind === "leave") {
    history.delete(users[act.user] ?? "", span);
    return;
  }
  const group = groups[act.group] ?? "";
  if (act.kind === "delete") {
    history.delete(group, span);
    return;
  }
  const named = act.kind === "clear" ? [] : act.users;
  const isWhole = act.kind === "clear" || act.kind === "put" || act.kind === "replace";
  for (const [index, user] of users.entries()) {
    if (!named.includes(index) && !isWhole) continue;
    const value = named.includes(index) && act.kind !== "remove" && act.kind !== "pick";
    if (!value || !history.mustBeGone(user, span.start)) history.write(group, user, value, span);
  }
}

/** Who is deleted is gone for all who come later, and nobody else is; and what is read can have been written. */
function expectRightAnswer(scene: Scene, act: Act, answer: Answer, span: Span): void {
  const { history, groups, users } = scene;
  const id = (act.kind === "leave" ? users[act.user] : groups[act.group]) ?? "";
  const { status, body } = answer;
  if (status === 404) {
    expect(history.mayBeGone(id, span.end), `${act.kind} of what is there: 404`).toBe(true);
    return;
  }
  expect([200, 204], `${act.kind}: ${JSON.stringify(body)}`).toContain(status);
  expect(history.mustBeGone(id, span.start), `${act.kind} of what is gone: ${status}`).toBe(false);
  if (act.kind === "read") {
    expectAllowed(
      scene,
      act.group,
      body.members.map(({ value }: { value: string }) => value),
      span,
    );
  }
}

/** Expects that each membership is as a write left it that nobody wrote after. */
export function expectAllowed(
  { history, groups, users }: Scene,
  index: number,
  roster: readonly string[],
  seen: Omit<Span, "refused">,
): void {
  const group = groups[index] ?? "";
  for (const [number, user] of users.entries()) {
    const isIn = roster.includes(user);
    const what = `user ${number} is ${isIn ? "in" : "out of"} group ${index} at ${seen.start}..${seen.end}: ${history.tell(group, user)}`;
    expect(history.allows(group, user, isIn, seen), what).toBe(true);
  }
}
