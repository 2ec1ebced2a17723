import { describe, expect, test } from "vitest";
import { encodeResourceType, encodeSchema, encodeServiceProviderConfig } from "./discovery.ts";
import { groupType } from "./group.ts";
import { userType } from "./user.ts";
import { isObject, type JsonObject } from "./value.ts";

const baseUrl = "https://roll.example/scim/v2/acme";
const types = [userType, groupType];
const schemas = types.flatMap(({ schema, extensions }) => [schema, ...extensions]);
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

    test("names every attribute once, whatever the case", () => {
      const paths = attributesOf(schema).map(([path]) => path.toLowerCase());
      expect(new Set(paths).size).toBe(paths.length);
    });

    test("says where it is read", () => {
      expect(schema["meta"]).toEqual({ resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` });
    });
  },
);

test("there are the schemas of users, of their extension and of groups", () => {
  expect(encoded.map((schema) => schema["id"])).toEqual([
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:core:2.0:Group",
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

test("the configuration of the service has all that RFC 7643 §5 requires", () => {
  const config = encodeServiceProviderConfig(baseUrl, { pageMax: 7 });
  expect(config).toMatchObject({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
    filter: { supported: true, maxResults: 7 },
    changePassword: { supported: false },
    sort: { supported: expect.any(Boolean) },
    etag: { supported: true },
    authenticationSchemes: [
      { type: "oauthbearertoken", name: expect.any(String), description: expect.any(String) },
    ],
  });
  expect(JSON.stringify(config)).not.toContain("null");
});
