/**
 * The OpenAPI document as it is served: valid, of the routes that there are and no others, and right about the way in.
 */
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { routes } from "../../api/organization/routes/routes.ts";
import { openApiHere } from "../support/api-here.ts";
import { type House, openHouse } from "../support/house.ts";
import { openBrowser } from "../support/http-browser.ts";
import { openOrganization } from "../support/organization.ts";
import { madeToken } from "../support/signing-in.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const parameter = z.object({ in: z.string(), name: z.string() });
const operation = z.object({
  parameters: parameter.array().default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.unknown()),
  security: z.record(z.string(), z.array(z.string())).array(),
});
const served = z.object({
  servers: z.tuple([z.object({ url: z.string() })]),
  components: z.object({ securitySchemes: z.object({ session: parameter, token: z.unknown() }) }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

/** Whatever is said of bodies and parameters, which the schema of OpenAPI leaves to JSON Schema. */
function* schemasIn(part: unknown): Generator<object> {
  if (typeof part !== "object" || part === null) return;
  for (const [name, value] of Object.entries(part)) {
    if (name === "schema") yield value;
    else if (name === "schemas") yield* Object.values<object>(value);
    else yield* schemasIn(value);
  }
}

/** The document as an API serves it that is reached by a URL, what is read of it here, and the cookie that this API sets. */
async function serve(publicUrl: string) {
  const api = await openApiHere({ ...house.deps, config: { ...house.deps.config, PUBLIC_URL: publicUrl } });
  const text = await (await fetch(`${api.url}/api/openapi.json`)).text();
  const token = await madeToken(house, await openOrganization(house), "owner");
  const { headers } = await openBrowser().send("POST", `${api.url}/api/sign-in/link`, { token });
  await api.close();
  const whole = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  return { whole, document: served.parse(whole), cookie: headers.getSetCookie()[0]?.split("=")[0] };
}

test.each(["https://roll.example", "http://roll.example:8080"])(
  "at %s it is valid OpenAPI 3.1 and names the cookie that is set there",
  async (publicUrl) => {
    const { whole, document, cookie } = await serve(publicUrl);
    const validator = new Validator();
    expect(await validator.validate(whole)).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
    // Throws where something is referred to that is not there.
    validator.resolveRefs();
    const schemas = [...schemasIn(whole)];
    expect(schemas.length).toBeGreaterThan(100);
    const judge = new Ajv2020();
    for (const schema of schemas) expect(judge.validateSchema(schema), JSON.stringify(schema)).toBe(true);
    expect(document.servers[0].url).toBe(publicUrl);
    expect(document.components.securitySchemes.session).toMatchObject({ in: "cookie", name: cookie });
  },
);

test("it has every route, and no other, with what each takes and who may call it", async () => {
  const { document } = await serve("https://roll.example");
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody, responses, security }]) => ({
      route: `${method.toUpperCase()} ${path}`,
      parameters: parameters.map(({ in: place, name }) => `${place} ${name}`).sort(),
      hasBody: requestBody !== undefined,
      answers: Object.keys(responses),
      ways: security.flatMap((way) => Object.keys(way)),
    })),
  );
  const declared = routes.map(({ method, path, query, body, status, least, tokens }) => ({
    route: `${method} ${path.replace(/:(\w+)/g, "{$1}")}`,
    parameters: [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => `path ${name}`),
      ...Object.keys(query?.shape ?? {}).map((name) => `query ${name}`),
    ].sort(),
    hasBody: body !== undefined,
    answers: [String(status), "default"],
    ways: [...(least === "public" ? [] : ["session"]), ...(tokens ? ["token"] : [])],
  }));
  const byRoute = (one: { route: string }, other: { route: string }) => (one.route < other.route ? -1 : 1);
  expect(described.sort(byRoute)).toEqual(declared.sort(byRoute));
});
