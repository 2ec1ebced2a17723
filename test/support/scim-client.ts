/**
 * A SCIM client as plain as can be: it sends what it is told and gives back what came.
 */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; null where there was none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back, and fails where it is not there
  readonly body: any;
};

export type ScimClient = {
  readonly url: string;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

export const schemas = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  enterprise: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
  patch: "urn:ietf:params:scim:api:messages:2.0:PatchOp",
} as const;

/** @param url the SCIM URL of an organization */
export function scimClient(url: string, key: string): ScimClient {
  return {
    url,
    send: async (method, path, body, headers = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          Authorization: `Bearer ${key}`,
          Accept: "application/scim+json",
          ...(body !== undefined && { "Content-Type": "application/scim+json; charset=utf-8" }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? null : JSON.parse(text),
      };
    },
  };
}

/** A user as Entra posts one. */
export function entraUser(userName: string, more: Record<string, unknown> = {}) {
  return {
    schemas: [schemas.user, schemas.enterprise],
    externalId: userName.split("@")[0],
    userName,
    active: true,
    displayName: `Person ${userName}`,
    emails: [{ primary: true, type: "work", value: userName }],
    meta: { resourceType: "User" },
    name: { formatted: "Given Family", familyName: "Family", givenName: "Given" },
    roles: [],
    ...more,
  };
}

/** A PATCH of some operations. */
export function patchOf(...operations: readonly Record<string, unknown>[]) {
  return { schemas: [schemas.patch], Operations: operations };
}
