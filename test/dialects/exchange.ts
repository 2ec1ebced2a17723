/**
 * An exchange: a user as it was, a request as a directory sends it, and what must come of it. The data files hold
 * what each directory is known to send; they are data, and so one form serves all of them.
 */

/**
 * Texts may hold `{{id}}` (the user that was there before), `{{other}}` and `{{third}}` (two more users),
 * `{{userName}}`, `{{USERNAME}}` (the same in capitals), `{{guid}}` (both of this exchange alone).
 */
export type Exchange = {
  /** What the directory is doing, in its own terms. */
  readonly name: string;
  /** The user before the request, as it was posted; none where it is absent. */
  readonly before?: Readonly<Record<string, unknown>>;
  /** What was done to that user since. */
  readonly since?: "disabled" | "deleted";
  /** Users who are there beside it, by what is posted; each gets a userName of its own. */
  readonly beside?: number;
  readonly request: {
    readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly status: number;
  /** A part of the answer's body. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** The media type of the answer, where it is not `application/scim+json`. */
  readonly mediaType?: "application/json";
  /** Texts that must not come back. */
  readonly secret?: readonly string[];
  /**
   * How a GET shows the user afterwards, against `before` (or against nothing, where the request made the user):
   * these attributes instead, those that are null not at all, and all others as they were.
   */
  readonly after?: Readonly<Record<string, unknown>>;
  /** A GET of the user afterwards is 404. */
  readonly gone?: true;
};

export const core = "urn:ietf:params:scim:schemas:core:2.0:User";
export const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const error = "urn:ietf:params:scim:api:messages:2.0:Error";
export const list = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/** A user with many attributes, so that an exchange shows what it must leave alone. */
export const rich = {
  schemas: [core, enterprise],
  userName: "{{userName}}",
  externalId: "rich-1",
  active: true,
  displayName: "Rich Before",
  title: "Keeper",
  name: { givenName: "Rita", familyName: "Before", middleName: "M", honorificPrefix: "Dr" },
  emails: [
    { type: "work", value: "{{userName}}", primary: true },
    { type: "home", value: "home.{{userName}}" },
  ],
  phoneNumbers: [
    { type: "work", value: "(020) 7946-0018 x9" },
    { type: "mobile", value: "+44 7700 900 077" },
  ],
  addresses: [{ type: "work", streetAddress: "1 Old Road", locality: "London" }],
  [enterprise]: {
    employeeNumber: "E-1",
    department: "Before",
    costCenter: "C-9",
    manager: { value: "{{other}}" },
  },
};

/** A user with nothing but a name that is an address. */
export const bare = { schemas: [core], userName: "{{userName}}", active: true };

/** Fills the marks in, at whatever depth. */
export function filled(value: unknown, marks: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string")
    return value.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => marks[name] ?? mark);
  if (Array.isArray(value)) return value.map((element) => filled(element, marks));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, marks)]));
}
