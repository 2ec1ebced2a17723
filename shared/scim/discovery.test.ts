import { describe, expect, test } from "vitest";
import { encodeResourceType, encodeSchema, encodeServiceProviderConfig } from "./discovery.ts";
import { groupType } from "./schema/group.ts";
import { metaSchemas } from "./schema/meta-schemas.ts";
import { userType } from "./schema/user.ts";
import { isObject, type JsonObject } from "./value/value.ts";

const baseUrl = "https://roll.example/scim/v2/acme";
const types = [userType, groupType];
const schemas = [...types.flatMap(({ schema, extensions }) => [schema, ...extensions]), ...metaSchemas];
const encoded = schemas.map((schema) => encodeSchema(schema, baseUrl));

function objectsOf(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return [];
}

/** Every attribute of a schema with its path, the sub-attributes too. */
function attributesOf(schema: JsonObject, key = "attributes", before = ""): [string, JsonObject][] {
  return objectsOf(schema[key]).flatMap((attribute): [string, JsonObject][] => {
    const path = `${before}${attribute["name"]}`;
    return [[path, attribute], ...attributesOf(attribute, "subAttributes", `${path}.`)];
  });
}

function find(schema: JsonObject | undefined, path: string): JsonObject | undefined {
  return attributesOf(schema ?? {}).find(([name]) => name === path)?.[1];
}

/** RFC 7643 §7. */
const legal: Readonly<Record<string, readonly unknown[]>> = {
  type: ["string", "boolean", "decimal", "integer", "dateTime", "reference", "binary", "complex"],
  mutability: ["readOnly", "readWrite", "immutable", "writeOnly"],
  returned: ["always", "never", "default", "request"],
  uniqueness: ["none", "server", "global"],
  multiValued: [true, false],
  required: [true, false],
};

describe.each(encoded.map((schema): [string, JsonObject] => [String(schema["id"]), schema]))(
  "%s",
  (id, schema) => {
    test("has nothing that is null or undefined", () => {
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
      expect(JSON.stringify(schema)).not.toContain("null");
    });

    test("has legal characteristics on every attribute", () => {
      expect(attributesOf(schema).length).toBeGreaterThan(3);
      for (const [path, attribute] of attributesOf(schema)) {
        for (const [characteristic, values] of Object.entries(legal))
          expect(values, `${path}.${characteristic}`).toContain(attribute[characteristic]);
        expect(attribute["name"], path).toMatch(/^[a-zA-Z$][\w$-]*$/);
        expect(attribute["description"], path).toMatch(/\S/);
      }
    });

    test("has sub-attributes exactly on what is complex, and references that say to what", () => {
      for (const [path, attribute] of attributesOf(schema)) {
        const { type } = attribute;
        expect("subAttributes" in attribute, path).toBe(type === "complex");
        expect("referenceTypes" in attribute, path).toBe(type === "reference");
        for (const key of ["canonicalValues", "referenceTypes"]) {
          const values = attribute[key] ?? ["-"];
          expect(Array.isArray(values) && values.length > 0, `${path}.${key}`).toBe(true);
        }
      }
    });

    test("says whether case counts where there is text, and nowhere else", () => {
      for (const [path, attribute] of attributesOf(schema)) {
        const isText = ["string", "reference", "binary"].includes(String(attribute["type"]));
        expect(typeof attribute["caseExact"], path).toBe(isText ? "boolean" : "undefined");
      }
    });

    test("names every attribute once, whatever the case", () => {
      const paths = attributesOf(schema).map(([path]) => path.toLowerCase());
      expect(new Set(paths).size).toBe(paths.length);
    });

    test("says where it is read", () => {
      expect(schema["meta"]).toEqual({ resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` });
    });
  },
);

test("there are the schemas of users, of their extension, of groups, and of discovery itself", () => {
  expect(encoded.map((schema) => schema["id"])).toEqual([
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:core:2.0:Group",
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
    "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
    "urn:ietf:params:scim:schemas:core:2.0:Schema",
  ]);
});

describe("what Entra reads in the schemas", () => {
  const [user, extension] = encoded;

  test("type has canonical values, so that a mapping to emails[type eq work] counts", () => {
    const values = (path: string) => find(user, path)?.["canonicalValues"];
    expect(values("emails.type")).toEqual(expect.arrayContaining(["work", "home", "other"]));
    expect(values("phoneNumbers.type")).toEqual(expect.arrayContaining(["work", "mobile", "fax"]));
    expect(values("addresses.type")).toEqual(expect.arrayContaining(["work", "home", "other"]));
  });

  test("userName alone is required and unique, and compares without case; externalId with", () => {
    const required = attributesOf(user ?? {}).filter(([, attribute]) => attribute["required"]);
    expect(required.map(([path]) => path)).toEqual(["userName"]);
    expect(find(user, "userName")).toMatchObject({ uniqueness: "server", caseExact: false });
    expect(find(user, "externalId")?.["caseExact"] ?? true).toBe(true);
  });

  test("manager and employeeNumber are in the extension, and the password is nowhere", () => {
    expect(find(extension, "manager.value")).toMatchObject({ mutability: "readWrite" });
    expect(find(extension, "manager.displayName")).toMatchObject({ mutability: "readOnly" });
    expect(find(extension, "employeeNumber")).toBeDefined();
    expect(JSON.stringify(encoded)).not.toMatch(/"name":"password"/i);
  });

  test("an attribute of another product is not passed off as one of the core schema", () => {
    const core =
      "userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active password emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates schemas id externalId meta".split(
        " ",
      );
    const names = objectsOf(user?.["attributes"]).map(({ name }) => name);
    expect(core).toEqual(expect.arrayContaining(names));
  });
});

test("resource types name their endpoint, schema and extensions", () => {
  expect(encodeResourceType(userType, baseUrl)).toMatchObject({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: "User",
    name: "User",
    endpoint: "/Users",
    schema: "urn:ietf:params:scim:schemas:core:2.0:User",
    schemaExtensions: [
      { schema: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", required: false },
    ],
    meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/User` },
  });
});

const limits = { pageDefault: 3, pageMax: 7, bulkOperations: 11, bulkBytes: 13 };

test("the configuration of the service has all that RFC 7643 §5 and RFC 9865 §4 require", () => {
  const config = encodeServiceProviderConfig(baseUrl, limits);
  expect(config).toMatchObject({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 11, maxPayloadSize: 13 },
    filter: { supported: true, maxResults: 7 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: 3,
      maxPageSize: 7,
    },
    authenticationSchemes: [
      { type: "oauthbearertoken", name: expect.any(String), description: expect.any(String) },
    ],
  });
  expect(JSON.stringify(config)).not.toContain("null");
});

describe("what discovery answers is valid against the schema that it names", () => {
  const answers: [string, JsonObject][] = [
    ["the configuration", encodeServiceProviderConfig(baseUrl, limits)],
    ...types.map((type): [string, JsonObject] => [`type ${type.name}`, encodeResourceType(type, baseUrl)]),
    ...encoded.map((schema): [string, JsonObject] => [`schema ${schema["name"]}`, schema]),
  ];
  const schemaOf = ({ schemas: named }: JsonObject) =>
    encoded.find(({ id }) => Array.isArray(named) && named.length === 1 && named[0] === id);

  test.each(answers)("%s", (_, resource) => {
    const schema = schemaOf(resource);
    const { schemas: __, meta: ___, ...rest } = resource;
    expect(faultsOf(objectsOf(schema?.["attributes"]), JSON.parse(JSON.stringify(rest)), "")).toEqual([]);
  });

  test("and the check finds what is not", () => {
    const attributes = objectsOf(schemaOf(encodeServiceProviderConfig(baseUrl, limits))?.["attributes"]);
    const wrong = { bulk: { supported: "yes" }, more: 1 };
    const config: JsonObject = { ...encodeServiceProviderConfig(baseUrl, limits), ...wrong };
    const { schemas: _, meta: __, patch: ___, ...rest } = config;
    expect(faultsOf(attributes, rest, "")).toEqual([
      "patch is missing",
      "bulk.supported is no boolean",
      "bulk.maxOperations is missing",
      "bulk.maxPayloadSize is missing",
      "more is not declared",
    ]);
  });
});

/** RFC 7643 §2.3. */
const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  reference: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  complex: isObject,
};

/** The schema of schemas cannot hold all of itself: RFC 7643 §8.7.2 ends it here. */
const endless = "attributes.subAttributes.subAttributes";

/** What an object has against the attributes that are announced for it. */
function faultsOf(attributes: readonly JsonObject[], object: JsonObject, at: string): string[] {
  const declared = attributes.map(({ name }) => name);
  const more = Object.keys(object).filter(
    (key) => !declared.includes(key) && !["id", endless].includes(`${at}${key}`),
  );
  return [
    ...attributes.flatMap((attribute) => faultsIn(attribute, object[String(attribute["name"])], at)),
    ...more.map((key) => `${at}${key} is not declared`),
  ];
}

function faultsIn(attribute: JsonObject, value: unknown, before: string): string[] {
  const { name, type, multiValued, required, canonicalValues } = attribute;
  const at = `${before}${name}`;
  if (value === undefined) return required === true ? [`${at} is missing`] : [];
  if (Array.isArray(value) !== multiValued) return [`${at} has the wrong number of values`];
  return [value].flat().flatMap((one: unknown) => {
    if (!isOf[String(type)]?.(one)) return [`${at} is no ${type}`];
    if (Array.isArray(canonicalValues) && !canonicalValues.includes(one)) return [`${at} is not usual`];
    return isObject(one) ? faultsOf(objectsOf(attribute["subAttributes"]), one, `${at}.`) : [];
  });
}

describe("nothing of discovery can be written (RFC 7643 §8.7.2)", () => {
  test.each(metaSchemas.map(({ id }): [string] => [id]))("%s", (id) => {
    const found = attributesOf(encoded.find((schema) => schema["id"] === id) ?? {});
    expect(found.filter(([, { mutability }]) => mutability !== "readOnly")).toEqual([]);
  });

  test("the schema of schemas goes one level down", () => {
    const schema = encoded.at(-1);
    expect(find(schema, "attributes.subAttributes.name")).toMatchObject({ required: true, caseExact: true });
    expect(find(schema, "attributes.subAttributes.subAttributes")).toBeUndefined();
    expect(find(schema, "attributes.type")?.["canonicalValues"]).toEqual(
      expect.arrayContaining(["binary", "complex", "dateTime"]),
    );
  });
});

test("what is made beside what was sent is shown when it is asked for, and cannot be written", () => {
  const made = { mutability: "readOnly", returned: "request" };
  expect(find(encoded[1], "manager.$ref")).toMatchObject({ ...made, referenceTypes: ["User"] });
});

test("a member's name can be sent, and is always shown", () => {
  expect(find(encoded[2], "members.display")).toMatchObject({ mutability: "readWrite", returned: "default" });
});

test("certificates are binary, and their case counts (RFC 7643 §2.3.6)", () => {
  expect(find(encoded[0], "x509Certificates.value")).toMatchObject({ type: "binary", caseExact: true });
});
