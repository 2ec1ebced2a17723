import { describe, expect, it } from "vitest";
import { parseMappings } from "../mapping/mapping.ts";
import { heldIn } from "../mapping/values.ts";
import { sourceOf } from "../source.ts";
import { createTenant } from "../tenant.ts";
import type { Person } from "./person.ts";
import { documentFor, wantedOf } from "./wanted.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const manager = `${enterprise}:manager`;
const work = 'emails[type eq "work"].value';

describe("wantedOf", () => {
  it("maps every attribute, booleans as text", () => {
    expect(wantedFor({})).toEqual({
      userName: "Anna.Berg@x.example",
      active: "True",
      displayName: "Anna Berg",
      title: "Engineer",
      [work]: "anna@x.example",
      "name.givenName": "Anna",
      "name.familyName": "Berg",
      "name.formatted": "Anna Berg",
      externalId: "anna.berg",
      [`${enterprise}:employeeNumber`]: "7",
      [`${enterprise}:department`]: "Sales",
      [manager]: "scim-of-boss",
    });
  });

  it.each<[string, Partial<Person>, string]>([
    ["blocked", { accountEnabled: false }, "False"],
    ["soft-deleted", { isSoftDeleted: true }, "False"],
    ["unassigned", { assigned: false }, "False"],
    ["everything right", {}, "True"],
  ])("active of somebody %s", (_, changes, active) => {
    expect(wantedFor(changes)).toMatchObject({ active });
  });

  it("sends nothing but active of somebody out of scope", () => {
    expect(wantedFor({ assigned: false, displayName: "Other" })).toEqual({ active: "False" });
  });

  it("sends no nulls, but removes a manager", () => {
    expect(wantedFor({ mail: null, jobTitle: null, manager: null })).toMatchObject({ [manager]: null });
    expect(wantedFor({ mail: null, jobTitle: null })).not.toHaveProperty(["title"]);
    expect(wantedFor({ mail: null })).not.toHaveProperty([work]);
  });

  it("leaves out a manager who is not in the target", () => {
    expect(wantedFor({ manager: "nobody" })).not.toHaveProperty([manager]);
  });

  it("follows another mapping table", () => {
    const mappings = parseMappings(
      '[{"source": "Coalesce([mail], [userPrincipalName])", "target": "userName", "matching": 1}]',
    );
    expect(wantedFor({ mail: null }, mappings)).toEqual({ userName: "Anna.Berg@x.example" });
    expect(() => parseMappings('[{"source": "[mail]", "target": "userName"}]')).toThrow(/matching/);
  });
});

describe("documentFor", () => {
  it("is the document that Entra posts, and reads back as what was wanted", () => {
    const { source, wanted } = provisioned({});
    const document = documentFor(source, wanted);
    expect(document).toMatchObject({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise],
      meta: { resourceType: "User" },
      roles: [],
      active: true,
      emails: [{ primary: true, type: "work", value: "anna@x.example" }],
      name: { givenName: "Anna", familyName: "Berg", formatted: "Anna Berg" },
    });
    expect(heldIn(source.users, document)).toEqual(wanted);
  });
});

function wantedFor(changes: Partial<Person>, mappings?: ReturnType<typeof parseMappings>) {
  return provisioned(changes, mappings).wanted;
}

/** Anna, whose manager is in the target. */
function provisioned(changes: Partial<Person>, mappings?: ReturnType<typeof parseMappings>) {
  const tenant = createTenant({ users: 5, seed: 1, domain: "x.example", ...(mappings && { mappings }) });
  const [boss, someone] = tenant.people;
  if (boss === undefined || someone === undefined) throw new Error("an empty tenant");
  boss.scimId = "scim-of-boss";
  const anna: Person = {
    ...someone,
    userPrincipalName: "Anna.Berg@x.example",
    mail: "anna@x.example",
    mailNickname: "anna.berg",
    displayName: "Anna Berg",
    givenName: "Anna",
    surname: "Berg",
    jobTitle: "Engineer",
    department: "Sales",
    employeeId: "7",
    manager: boss.objectId,
    ...changes,
  };
  const source = sourceOf(tenant);
  return { source, wanted: wantedOf(source, anna) };
}
