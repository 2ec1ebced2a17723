/**
 * The OpenAPI 3.1 document of the organization API, from the declarations of its routes alone.
 */
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { problemView } from "./problem.ts";
import type { Route } from "./route.ts";

/** What the document tells beside the routes: where the API is reached, and which cookie tells who is signed in. */
type Served = { readonly publicUrl: string; readonly cookie: string };

export function openApiDocument(routes: readonly Route[], { publicUrl, cookie }: Served) {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Rollcall: the organization API",
      version: "1",
      description:
        "What an admin sees and decides, for the console and for programs. Times are RFC 3339 in UTC. Lists come in pages: send `next` back as `after`. Errors are application/problem+json.",
    },
    servers: [{ url: publicUrl }],
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: cookie, description: "Set by signing in." },
        token: { type: "http", scheme: "bearer", description: "An API token of the organization." },
      },
    },
    paths: pathsOf(routes),
  });
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { summary, description, query, body, answer, streams, status } = route;
  const content = answer
    ? { "application/json": { schema: answer } }
    : streams === undefined
      ? undefined
      : { [streams]: { schema: z.string() } };
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  return {
    summary,
    description: [description, whoIn(route)].filter(Boolean).join("\n\n"),
    tags: [tagOf(route)],
    security: securityOf(route),
    requestParams: {
      path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
      ...(query && { query }),
    },
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      [String(status) as "200"]: { description: "As asked", ...(content && { content }) },
      default: {
        description: "A problem (RFC 9457)",
        content: { "application/problem+json": { schema: problemView } },
      },
    },
  };
}

function whoIn({ least, tokens, method }: Route): string {
  if (least === "public") return "Anybody may call it.";
  const people = { member: "Any member", admin: "An admin or an owner", owner: "An owner" }[least];
  const programs = method === "GET" ? "any API token" : "an API token that can write";
  return `${people} may call it${tokens ? `, and so may ${programs}` : ""}.`;
}

function securityOf({ least, tokens }: Route) {
  if (least === "public") return [];
  return tokens ? [{ session: [] }, { token: [] }] : [{ session: [] }];
}

/** The first word after the organization tells what a route is about. */
function tagOf({ path, inOrganization }: Route): string {
  const [, , first = "", , inside = ""] = path.split("/");
  const name = inOrganization ? inside : first;
  return name === "" ? "organization" : (name.split(".")[0] ?? name);
}
