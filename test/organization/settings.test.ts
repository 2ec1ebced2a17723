/**
 * The organization and its settings, as its admin reads and changes them: what is not named stays as it is.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { organizationView, settingsChange } from "../../api/organization/schema/organization.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { changeSettings, presentOrganization } from "../../api/organization/settings/settings.ts";
import { type House, openHouse } from "../support/house.ts";
import { openOrganization } from "../support/organization.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false });
});
afterAll(() => house.close());

const change = (id: string, body: unknown) => changeSettings(house.deps, id, settingsChange.parse(body));

test("what was never set is shown as it is in force", async () => {
  const { id, address, directory } = await openOrganization(house);
  await house.deps.store.organizations.updateOne({ _id: id }, { $unset: { "settings.removalGuard": true } });
  const view = presentOrganization(house.deps, await requireOrganization(house.deps, id));
  expect(organizationView.parse(view)).toEqual({
    id,
    name: `Organization ${id}`,
    plan: "enterprise",
    planHasScim: true,
    enabled: true,
    seats: { bought: 1_000, used: 1 },
    scimEnabled: true,
    scimUrl: directory.url,
    createdAt: expect.any(Date),
    hasKey: false,
    settings: {
      provisionUsers: true,
      provisionGroups: true,
      linkedProfiles: "organization",
      withoutAddress: "refuse",
      invitations: "atOnce",
      removalGuard: { members: 20, percent: 10 },
      openDiscovery: false,
      invitationDays: 5,
      contact: address("owner"),
      failureMail: { enabled: true, addresses: [] },
    },
  });
  expect(JSON.stringify(view)).not.toMatch(/hash|rc_/);
});

test.each([
  ["provisionGroups", false],
  ["invitations", "held"],
  ["removalGuard", "off"],
  ["removalGuard", { members: 5, percent: 1 }],
  ["openDiscovery", true],
  ["failureMail", { enabled: false, addresses: ["a@b.example"] }],
])("%s alone is changed, and nothing else", async (name, value) => {
  const { id } = await openOrganization(house);
  const before = presentOrganization(house.deps, await requireOrganization(house.deps, id));
  const after = await change(id, { [name]: value });
  expect(after).toEqual({ ...before, settings: { ...before.settings, [name]: value } });
});

test("of failure e-mails the one part can be changed without the other", async () => {
  const { id, address } = await openOrganization(house);
  await change(id, { failureMail: { addresses: [address("a"), address("a"), address("b")] } });
  const { settings } = await change(id, { failureMail: { enabled: false } });
  expect(settings.failureMail).toEqual({ enabled: false, addresses: [address("a"), address("b")] });
});

test("where an address is none, nothing at all is changed", async () => {
  const { id } = await openOrganization(house);
  const before = await requireOrganization(house.deps, id);
  const body = { provisionUsers: false, failureMail: { addresses: ["nowhere"] } };
  await expect(change(id, body)).rejects.toThrow("nowhere is not an e-mail address.");
  expect(await requireOrganization(house.deps, id)).toEqual(before);
});

test.each([
  { "scim.enabled": true },
  { ratePerSecond: 0 },
  { plan: "enterprise" },
  { removalGuard: { $gt: 1 } },
  { contact: "" },
  { invitationDays: 0 },
  { failureMail: { addresses: Array.from({ length: 11 }, (_, index) => `a${index}@b.example`) } },
])("%j is no change of settings", (body) => {
  expect(settingsChange.safeParse(body).success).toBe(false);
});

test("a change of nothing changes nothing, and another organization stays as it is", async () => {
  const [one, other] = [await openOrganization(house), await openOrganization(house)];
  const before = await requireOrganization(house.deps, other.id);
  await change(one.id, {});
  await change(one.id, { provisionUsers: false });
  expect(await requireOrganization(house.deps, other.id)).toEqual(before);
});
