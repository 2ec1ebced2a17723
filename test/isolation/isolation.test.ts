/**
 * No request with one organization's key reads, changes or finds out about another's data: whatever it names, it is
 * answered as if the other did not exist.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ask, openAsk } from "./ask.ts";
import { someRequest, staleWrite } from "./requests.ts";
import { stateOf } from "./state.ts";
import { openTwins, type Twins } from "./twins.ts";

let twins: Twins;
let askBeside: Ask;
let askAlone: Ask;
beforeAll(async () => {
  twins = await openTwins();
  askBeside = openAsk(twins.beside);
  askAlone = openAsk(twins.alone);
});
afterAll(() => Promise.all([twins.beside.house.close(), twins.alone.house.close()]));

const runs = 12;
const requestsOfRun = 40;

test("whatever an organization asks, it is answered as if it were alone, and its neighbour stays as it is", {
  timeout: 180_000,
}, async () => {
  const { house, own, neighbour } = twins.beside;
  const before = await stateOf(house, neighbour.id);
  const statuses = new Set<number>();
  const requests = fc.array(someRequest, { minLength: requestsOfRun, maxLength: requestsOfRun });
  await fc.assert(
    fc.asyncProperty(requests, async (asked) => {
      for (const request of asked) {
        const [beside, alone] = await Promise.all([askBeside(request), askAlone(request)]);
        expect(beside, JSON.stringify(request)).toEqual(alone);
        statuses.add(beside.status);
        // A removal takes its memberships along when it is applied, which is sooner in one house than in the other.
        if (beside.status === 204 || request.path.includes("/Bulk"))
          await Promise.all([own.settled(), twins.alone.own.settled()]);
      }
    }),
    // What was written stays written, so a failure cannot be made smaller by asking again.
    { numRuns: runs, endOnFailure: true, examples: [[[staleWrite]]] },
  );
  await own.settled();
  expect(await stateOf(house, neighbour.id)).toEqual(before);
  // Requests that are all refused alike would show nothing.
  for (const status of [200, 201, 204, 401, 404, 409, 412])
    expect(statuses, String(status)).toContain(status);
});

test("a cursor of the neighbour is no cursor, and its own is one", async () => {
  const { own, names } = twins.beside;
  const ask = (cursor: string) => own.directory.send("GET", `/Users?count=1&cursor=${cursor}`);
  const { body } = await ask("");
  expect((await ask(body.nextCursor)).status).toBe(200);
  expect((await ask(names["~their-cursor~"] ?? "")).body).toMatchObject({
    status: "400",
    scimType: "invalidCursor",
  });
});

test("what the neighbour has can be had too: names and addresses are unique in an organization", async () => {
  const { own, neighbour } = twins.beside;
  const userName = "only-there@corp.example";
  const id = await own.provision("same", { userName });
  const theirs = await neighbour.provision("same", { userName });
  expect(theirs).not.toBe(id);
  await neighbour.remove(theirs);
  expect((await own.read(id)).userName).toBe(userName);
});
