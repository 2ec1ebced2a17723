/**
 * The User resource: the core schema and the enterprise extension (RFC 7643 §4.1, §4.3).
 * What is not declared here does not exist for this server: it is ignored in a body and refused in a path. The
 * password is left out on purpose, so that it can never be kept.
 */
import { z } from "zod";
import { binary, boolean, complex, many, reference, text } from "./attribute.ts";
import { resourceType } from "./resource-type.ts";

const primary = boolean("Whether this is the preferred value; at most one is.").optional();
const display = text("A name for people to read.").optional();

/** A list can be sorted by it, and then a cursor holds it. */
const userNameMaxLength = 1_000;

const declaration = z.strictObject({
  externalId: text("The directory's own identifier of the person.", { caseExact: true }).optional(),
  userName: text(
    "The person's unique name in the organization, whatever its case.",
    { uniqueness: "server" },
    userNameMaxLength,
  ),
  name: complex("The parts of the person's name.", {
    formatted: text("The whole name.").optional(),
    familyName: text("The family name.").optional(),
    givenName: text("The given name.").optional(),
    middleName: text("The middle name.").optional(),
    honorificPrefix: text("The title before the name.").optional(),
    honorificSuffix: text("What stands after the name.").optional(),
  }).optional(),
  displayName: text("The name shown to others.").optional(),
  nickName: text("The casual name.").optional(),
  profileUrl: reference("The person's page.", ["external"]).optional(),
  title: text("The job title.").optional(),
  userType: text("The relation to the organization.").optional(),
  preferredLanguage: text("The preferred language, as in Accept-Language.").optional(),
  locale: text("The locale for dates and numbers.").optional(),
  timezone: text("The time zone, by its IANA name.").optional(),
  active: boolean("Whether the person may use the organization.").optional(),
  emails: many(
    "E-mail addresses. The invitation goes to the primary one, else the one of type work, else the first.",
    {
      value: text("The address.").optional(),
      display,
      type: text("What the address is for.", { canonicalValues: ["work", "home", "other"] }).optional(),
      primary,
    },
  ).optional(),
  phoneNumbers: many("Telephone numbers.", {
    value: text("The number, kept as it was sent.").optional(),
    display,
    type: text("What the number is for.", {
      canonicalValues: ["work", "home", "mobile", "fax", "pager", "other"],
    }).optional(),
    primary,
  }).optional(),
  ims: many("Instant messaging addresses.", {
    value: text("The address.").optional(),
    display,
    type: text("The service.", {
      canonicalValues: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"],
    }).optional(),
    primary,
  }).optional(),
  photos: many("Pictures of the person.", {
    value: reference("Where the picture is.", ["external"]).optional(),
    display,
    type: text("The size.", { canonicalValues: ["photo", "thumbnail"] }).optional(),
    primary,
  }).optional(),
  addresses: many("Postal addresses.", {
    formatted: text("The whole address.").optional(),
    streetAddress: text("Street and number.").optional(),
    locality: text("City.").optional(),
    region: text("State or region.").optional(),
    postalCode: text("Postal code.").optional(),
    country: text("Country.").optional(),
    type: text("What the address is for.", { canonicalValues: ["work", "home", "other"] }).optional(),
    primary,
  }).optional(),
  groups: many(
    "The groups that the person is a direct member of; written at the groups.",
    {
      value: text("The group's id.", { caseExact: true, mutability: "readOnly" }).optional(),
      $ref: reference("Where the group is read.", ["Group"], { mutability: "readOnly" }).optional(),
      display: text("The group's name.", { mutability: "readOnly" }).optional(),
      type: text("How the person is a member.", {
        canonicalValues: ["direct"],
        mutability: "readOnly",
      }).optional(),
    },
    { mutability: "readOnly" },
  ).optional(),
  entitlements: many("What the person is entitled to.", {
    value: text("The entitlement.").optional(),
    display,
    type: text("The kind.").optional(),
    primary,
  }).optional(),
  roles: many("The person's roles.", {
    value: text("The role.").optional(),
    display,
    type: text("The kind.").optional(),
    primary,
  }).optional(),
  x509Certificates: many("Certificates.", {
    value: binary("The certificate, DER in base64.").optional(),
    display,
    type: text("The kind.").optional(),
    primary,
  }).optional(),
});

const enterprise = z.strictObject({
  employeeNumber: text("The number that the organization gave the person.").optional(),
  costCenter: text("The cost center.").optional(),
  organization: text("The organization.").optional(),
  division: text("The division.").optional(),
  department: text("The department.").optional(),
  manager: complex("The person's manager.", {
    value: text("The id of the manager's User resource.", { caseExact: true }).optional(),
    $ref: reference("Where the manager is read; made from the id.", ["User"], {
      mutability: "readOnly",
      returned: "request",
    }).optional(),
    displayName: text("The manager's name.", { mutability: "readOnly" }).optional(),
  }).optional(),
});

const stored = declaration.omit({ groups: true }).extend({ enterprise: enterprise.optional() });

/**
 * A user's attributes as they are stored: canonical names, unassigned ones absent, the extension under `enterprise`,
 * the groups aside, which are found by the memberships.
 */
export type UserAttributes = z.infer<typeof stored>;

export const userType = resourceType<UserAttributes>({
  name: "User",
  endpoint: "/Users",
  description: "User Account",
  urn: "urn:ietf:params:scim:schemas:core:2.0:User",
  declaration,
  extensions: [
    {
      key: "enterprise",
      urn: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
      name: "EnterpriseUser",
      description: "What organizations add to a person.",
      declaration: enterprise,
    },
  ],
  stored,
});
