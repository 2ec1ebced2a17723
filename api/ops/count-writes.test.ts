/**
 * Which answers are counted, and as what.
 */
import { expect, test } from "vitest";
import { openMetrics } from "../../shared/ops/metrics.ts";
import { countWrite } from "./count-writes.ts";

async function series(method: string, path: string, status = 200): Promise<string[]> {
  const metrics = openMetrics();
  countWrite(metrics, { method, path, status }, 0.02);
  const lines = (await metrics.registry.metrics()).split("\n");
  return lines.filter((line) => line.startsWith("rollcall_writes_total{"));
}

const counted: readonly [method: string, path: string, status: number, labels: string][] = [
  ["POST", "/scim/v2/acme/Users", 201, 'kind="users",method="POST",status="2xx"'],
  ["PATCH", "/scim/v2/acme/Users/1", 409, 'kind="users",method="PATCH",status="4xx"'],
  ["DELETE", "/scim/v2/acme/Groups/1", 204, 'kind="groups",method="DELETE",status="2xx"'],
  ["POST", "/scim/v2/acme/Bulk", 503, 'kind="bulk",method="POST",status="5xx"'],
  // What a client makes up becomes no label.
  ["PUT", "/scim/v2/acme/Whatever/1", 404, 'kind="other",method="PUT",status="4xx"'],
  ["POST", "/", 401, 'kind="other",method="POST",status="4xx"'],
  ["POST", "/scim/v2/acme/constructor", 404, 'kind="other",method="POST",status="4xx"'],
];

test.each(counted)("%s %s answered with %i is counted", async (method, path, status, labels) => {
  expect(await series(method, path, status)).toEqual([`rollcall_writes_total{${labels}} 1`]);
});

const uncounted: readonly [method: string, path: string][] = [
  ["GET", "/scim/v2/acme/Users"],
  ["HEAD", "/scim/v2/acme/Users"],
  ["constructor", "/scim/v2/acme/Users"],
  // RFC 7644 §3.4.3: a search is sent by POST.
  ["POST", "/scim/v2/acme/Users/.search"],
  ["POST", "/scim/v2/acme/.search"],
];

test.each(uncounted)("%s %s writes nothing and is not counted", async (method, path) => {
  expect(await series(method, path)).toEqual([]);
});
