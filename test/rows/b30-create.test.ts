/**
 * B30, B31: a group that is assigned in the directory is created, with those members who are members here.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization, type TestOrganization } from "../support/organization.ts";
import { schemas } from "../support/scim-client.ts";

let house: House;
let organization: TestOrganization;
beforeAll(async () => {
  house = await openHouse();
  organization = await openOrganization(house);
});
afterAll(() => house.close());

test("B30 a group that is assigned is created, and found by its name in whatever case", async () => {
  const sent = { schemas: [schemas.group], displayName: "Engineering", externalId: "8aa1a0c0" };
  const { status, body, headers } = await organization.directory.send("POST", "/Groups", sent);
  expect(status).toBe(201);
  expect(body).toMatchObject({ displayName: "Engineering", externalId: "8aa1a0c0", members: [] });
  expect(headers.get("Location")).toBe(`${organization.directory.url}/Groups/${body.id}`);
  const found = await organization.directory.send("GET", '/Groups?filter=displayName+eq+"eNGINEERING"');
  expect(found.body).toMatchObject({
    totalResults: 1,
    Resources: [{ id: body.id, displayName: "Engineering" }],
  });
  await organization.settled();
  const events = (await organization.events()).filter(({ group }) => group === body.id);
  expect(events.map(({ kind }) => kind)).toEqual(["group.created"]);
});

test("B31 members of it who are members of the organization are added", async () => {
  const ada = await organization.provision("ada");
  const sent = { schemas: [schemas.group], displayName: "Mathematics", members: [{ value: ada }] };
  const { status, body } = await organization.directory.send("POST", "/Groups", sent);
  expect(status).toBe(201);
  const member = {
    value: ada,
    $ref: `${organization.directory.url}/Users/${ada}`,
    display: `Person ${organization.address("ada")}`,
    type: "User",
  };
  expect(body.members).toEqual([member]);
  await organization.settled();
  const read = await organization.directory.send("GET", `/Groups/${body.id}`);
  expect(read.body.members).toEqual([member]);
  expect((await organization.read(ada)).groups).toEqual([
    {
      value: body.id,
      $ref: `${organization.directory.url}/Groups/${body.id}`,
      display: "Mathematics",
      type: "direct",
    },
  ]);
  expect(await organization.story(ada)).toEqual(["member.created", "member.invited", "membership.added"]);
});
