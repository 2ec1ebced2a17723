/**
 * What a SCIM client can be told has gone wrong (RFC 7644 §3.12): one table, one error class.
 * A `ScimError`'s detail is always fit for the client's eyes; the cause is for our log alone.
 */

const faults = {
  invalidFilter: { status: 400, scimType: "invalidFilter" },
  tooMany: { status: 400, scimType: "tooMany" },
  uniqueness: { status: 409, scimType: "uniqueness" },
  mutability: { status: 400, scimType: "mutability" },
  invalidSyntax: { status: 400, scimType: "invalidSyntax" },
  invalidPath: { status: 400, scimType: "invalidPath" },
  noTarget: { status: 400, scimType: "noTarget" },
  invalidValue: { status: 400, scimType: "invalidValue" },
  invalidCursor: { status: 400, scimType: "invalidCursor" },
  invalidCount: { status: 400, scimType: "invalidCount" },
  unauthorized: { status: 401 },
  forbidden: { status: 403 },
  notFound: { status: 404 },
  methodNotAllowed: { status: 405 },
  requestTimeout: { status: 408 },
  conflict: { status: 409 },
  preconditionFailed: { status: 412 },
  payloadTooLarge: { status: 413 },
  unsupportedMediaType: { status: 415 },
  tooManyRequests: { status: 429 },
  headersTooLarge: { status: 431 },
  internal: { status: 500 },
  notImplemented: { status: 501 },
  unavailable: { status: 503 },
  overloaded: { status: 503 },
} as const satisfies Record<string, { status: number; scimType?: string }>;

/** A way in which a request can fail; the name is the RFC's scimType where it has one. */
export type Fault = keyof typeof faults;

/** A failure that the SCIM client is told about. */
export class ScimError extends Error {
  readonly fault: Fault;
  /** Whole seconds after which the same request can go through (`Retry-After`). */
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param fault which row of the table
   * @param detail for the client: names the attribute, the shape of the value, and the way out
   * @param options the cause, which is logged and never shown; where waiting helps, for how many seconds
   */
  constructor(fault: Fault, detail: string, options: ErrorOptions & { retryAfterSeconds?: number } = {}) {
    super(detail, options);
    this.name = "ScimError";
    this.fault = fault;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The HTTP status of this failure. */
  get status(): number {
    return faults[this.fault].status;
  }
}

/**
 * The body that tells a failure to the client (RFC 7644 §3.12); `status` is a string there.
 */
export function encodeError(error: ScimError) {
  const row: { status: number; scimType?: string } = faults[error.fault];
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(row.status),
    ...(row.scimType && { scimType: row.scimType }),
    detail: error.message,
  };
}
