import { describe, expect, it } from "vitest";
import type { HistoryItem } from "../../parts/wire.ts";
import { sentenceOf } from "./sentences.ts";

type About = Parameters<typeof sentenceOf>[0];

const base: About = {
  kind: "member.created",
  actor: { kind: "key", id: "k1", name: null },
  member: "m1",
  memberName: "Ada Lovelace",
  groupName: null,
};

const grace = { kind: "admin", id: "m2", name: "Grace" } as const;

function said(event: Partial<HistoryItem>): string {
  return sentenceOf({ ...base, ...event })
    .map((part) => (typeof part === "string" ? part : part.name))
    .join("");
}

describe("the sentence of an event", () => {
  it.each<[Partial<HistoryItem>, string]>([
    [{}, "The directory added Ada Lovelace."],
    [{ actor: { kind: "key", id: "k1", name: "rck_12" } }, "The directory (key rck_12) added Ada Lovelace."],
    [
      { kind: "member.revoked", actor: { kind: "admin", id: "m2", name: "Grace" } },
      "Grace revoked Ada Lovelace.",
    ],
    [
      { kind: "member.invited", actor: { kind: "system", id: null, name: null } },
      "Rollcall invited Ada Lovelace.",
    ],
    [{ kind: "member.waiting", detail: ["seat"] }, "Ada Lovelace waits for a free seat."],
    [
      { kind: "member.updated", detail: ["displayName", "emails", "nickName"] },
      "The directory changed the shown name, the e-mail addresses, and nickName of Ada Lovelace.",
    ],
    [{ kind: "member.accepted" }, "Ada Lovelace accepted the invitation."],
    [{ kind: "scim.enabled", actor: grace }, "Grace turned SCIM provisioning on."],
    [{ kind: "key.made", actor: grace, detail: ["rc_12"] }, "Grace made a key for the directory, rc_12."],
    [{ kind: "key.ended", actor: grace, detail: [] }, "Grace ended a key of the directory."],
    [
      { kind: "settings.updated", actor: grace, detail: ["invitations", "failureMail"] },
      "Grace changed when invitations go out and the e-mails about failures in the settings.",
    ],
    [{ kind: "failures.retried", actor: grace }, "Grace had all failures tried again."],
    [{ kind: "failures.retried", actor: grace, detail: ["one"] }, "Grace had a failure tried again."],
    [
      {
        kind: "member.accepted",
        detail: ["keys"],
        actor: { kind: "member", id: "m1", name: "Ada Lovelace" },
      },
      "Ada Lovelace lost the passphrase, made a new key pair, and waits to be confirmed again.",
    ],
    [
      { kind: "member.updated", detail: ["keys"], actor: { kind: "member", id: "m1", name: "Ada Lovelace" } },
      "Ada Lovelace made a new key pair.",
    ],
    [
      { kind: "member.updated", detail: ["keys"], actor: { kind: "admin", id: "m2", name: "Grace" } },
      "Grace gave Ada Lovelace the organization's key.",
    ],
    [
      { kind: "membership.added", group: "g1", groupName: "Design" },
      "The directory added Ada Lovelace to Design.",
    ],
    [
      {
        kind: "group.reverted",
        group: "g1",
        groupName: "Design",
        detail: ["Art", "Design"],
        actor: { kind: "system", id: null, name: null },
      },
      "Rollcall gave the group Design its directory name back; it was called “Art” here.",
    ],
    [
      { kind: "group.created", group: "g1", groupName: "Design", detail: ["Design"] },
      "The directory created the group Design.",
    ],
  ])("%j", (event, sentence) => {
    expect(said(event)).toBe(sentence);
  });

  it("names nobody who is gone, and still reads as a sentence", () => {
    expect(said({ kind: "member.removed", memberName: null })).toBe(
      "The directory removed a member who is gone.",
    );
    expect(said({ kind: "member.removed", memberName: null, detail: ["ada@x.example"] })).toBe(
      "The directory removed ada@x.example.",
    );
    expect(said({ kind: "group.removed", group: "g1" })).toBe("The directory removed a group that is gone.");
    expect(said({ kind: "group.created", group: "g1", detail: ["Design"] })).toBe(
      "The directory created the group “Design”.",
    );
    expect(said({ kind: "membership.removed", memberName: null, group: "g1" })).toBe(
      "The directory removed a member who is gone from a group that is gone.",
    );
  });

  it("keeps the ids of whom it links to", () => {
    expect(
      sentenceOf({ ...base, kind: "membership.added", group: "g1", groupName: "Design" }),
    ).toContainEqual({
      kind: "group",
      id: "g1",
      name: "Design",
    });
  });
});
