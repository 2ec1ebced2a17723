/**
 * How a route of the organization API is declared: once, with who may call it, what it takes and what it answers. Checks,
 * types, the OpenAPI document and the test of all roles come from the declaration.
 */
import type { RouterContext } from "@koa/router";
import type { z } from "zod";
import type { Actor, Member, Organization } from "../../../shared/store/documents.ts";
import type { Deed } from "../../../shared/store/event-documents.ts";
import type { Caller } from "../../access/caller.ts";
import type { ApiDeps } from "../../deps.ts";

/** The least that a caller must be. An owner may do what an admin may, and so on. */
export type Least = "public" | "member" | "admin" | "owner";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Filled on the way in: `requestId` by the log, and the way to a session, which is read where it is asked for. */
export type ApiState = { requestId: string; actor?: Actor; readSession: () => Promise<void> };
export type ApiContext = RouterContext<ApiState>;

type Shape = z.ZodObject | undefined;
type Parsed<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;

/** What is asked of a route that belongs to no organization yet. */
export type OpenCall<Query, Body> = {
  readonly deps: ApiDeps;
  /** For what only the HTTP layer has: cookies, the client's address, an answer that streams. */
  readonly ctx: ApiContext;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
};

/** What is asked of a route of an organization, after it was found that the caller may. */
export type Call<Query, Body> = OpenCall<Query, Body> & {
  readonly organization: Organization;
  readonly caller: Caller;
  /** The one to be named as the cause of a change. */
  readonly by: Actor;
  /** Who is signed in. Only for routes that tokens cannot call. */
  readonly member: () => Member;
};

type Declared<
  Query extends Shape,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType | undefined,
> = {
  readonly method: Method;
  /** After `/api/organizations/{organization}`, with parameters as `:name`; empty for the organization itself. */
  readonly path: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  /** More, where the line does not say it. */
  readonly description?: string;
  readonly query?: Query;
  readonly body?: Body;
  /** Bytes of the body, where it may be more than the usual. */
  readonly bodyMaxBytes?: number;
  /** 200, unless said otherwise; 204 where there is no answer. */
  readonly status?: 200 | 201 | 202 | 204;
  /** What it answers, as JSON; left out for an answer without a body, and for a stream. */
  readonly answer?: Answer;
  /** The media type of an answer that `run` writes to the context itself. */
  readonly streams?: string;
  /** Whether it waits for something to happen: it counts its callers itself, and takes nobody's place meanwhile. */
  readonly waits?: boolean;
};

type AnswerOf<Answer> = Answer extends z.ZodType ? z.input<Answer> : unknown;

/** A route with its types forgotten: what the router, the document and the walk of roles need of it. */
export type Route = {
  readonly method: Method;
  /** The whole path, with parameters as `:name`. */
  readonly path: string;
  readonly least: Least;
  /** Whether API tokens may call it: those that read for a GET, those that write for all. */
  readonly tokens: boolean;
  readonly inOrganization: boolean;
  readonly summary: string;
  readonly description: string | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  readonly bodyMaxBytes: number | undefined;
  readonly status: number;
  readonly answer: z.ZodType | undefined;
  readonly streams: string | undefined;
  readonly waits: boolean;
  run(call: unknown): Promise<unknown>;
  /** What is told in the feed once it is done; null where nothing was. */
  readonly tells: ((call: unknown, answer: unknown) => Deed | null) | undefined;
};

const organizationPath = "/api/organizations/:organization";

/**
 * Declares a route of an organization.
 * @param least who may call it
 * @param run answers what the declaration says; throws `Refusal` for what cannot be had, `Problem` for the rest
 */
export function route<
  Query extends Shape = undefined,
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
>(
  least: Exclude<Least, "public">,
  declared: Declared<Query, Body, Answer> & {
    /** Whether API tokens may call it; for an admin's routes they may, unless this says no. */
    readonly tokens?: boolean;
    run(call: Call<Parsed<Query>, Parsed<Body>>): Promise<AnswerOf<Answer>>;
    /** What is told in the feed once it is done, for what changes the organization itself. */
    tells?(call: Call<Parsed<Query>, Parsed<Body>>, answer: AnswerOf<Answer>): Deed | null;
  },
): Route {
  return {
    ...forgotten(declared),
    tells: declared.tells as Route["tells"],
    path: organizationPath + declared.path,
    least,
    tokens: declared.tokens ?? least === "admin",
    inOrganization: true,
  };
}

/** Declares a route that belongs to no organization. It is called by whoever likes, or by any session. */
export function openRoute<
  Query extends Shape = undefined,
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
>(
  declared: Declared<Query, Body, Answer> & {
    run(call: OpenCall<Parsed<Query>, Parsed<Body>>): Promise<AnswerOf<Answer>>;
  },
): Route {
  return {
    ...forgotten(declared),
    least: "public",
    tokens: false,
    inOrganization: false,
    tells: undefined,
  };
}

function forgotten<
  Query extends Shape,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType | undefined,
>(declared: Declared<Query, Body, Answer> & { run(call: never): Promise<unknown> }) {
  const {
    method,
    path,
    summary,
    description,
    query,
    body,
    bodyMaxBytes,
    status,
    answer,
    streams,
    waits,
    run,
  } = declared;
  return {
    method,
    path,
    summary,
    description,
    query,
    body,
    bodyMaxBytes,
    status: status ?? (answer || streams ? 200 : 204),
    answer,
    streams,
    waits: waits ?? false,
    // The router parses query and body by the declaration before it calls.
    run: run as (call: unknown) => Promise<unknown>,
  };
}
