import { describe, expect, test } from "vitest";
import { userType } from "../schema/user.ts";
import { matches } from "./filter.ts";
import { parseFilter } from "./parse.ts";

const ada = {
  id: "1A",
  userName: "Ada@Acme.Example",
  externalId: "X1",
  displayName: "Zoë",
  active: false,
  name: { givenName: "Ada", familyName: "O'Neil" },
  emails: [
    { value: "ada@work.example", type: "work", primary: true },
    { value: "ada@home.example", type: "home" },
  ],
  enterprise: { department: "Engines", manager: { value: "M1" } },
};

describe("holds", () => {
  const filters = [
    'userName eq "ada@acme.example"',
    'userName sw "ADA@"',
    'userName ew ".EXAMPLE"',
    'userName co "@acme"',
    'userName ne "other"',
    'userName gt "ADA"',
    'userName ge "ada@acme.example"',
    'userName le "ADA@ACME.EXAMPLE"',
    'userName lt "b"',
    'externalId eq "X1"',
    'id eq "1A"',
    'displayName eq "ZOË"',
    'displayName eq "Zoe\u0308"',
    "active eq false",
    "active ne true",
    "name pr",
    "name.givenName pr",
    'name.familyName eq "o\'neil"',
    'emails eq "ADA@HOME.EXAMPLE"',
    'emails.type eq "home"',
    "emails.primary eq true",
    'emails.value ne "nobody@x.example"',
    'emails[type eq "work" and value co "work"]',
    'emails[type eq "work"].value eq "ada@work.example"',
    'emails[not (type eq "work")]',
    "emails[primary ne true]",
    'department eq "engines"',
    'manager eq "M1"',
    "manager pr",
    "title eq null",
    'title ne "x"',
    "userName ne null",
    "not (title pr)",
    "title pr or active eq false",
    'userName co ""',
  ];
  for (const filter of filters) {
    test(filter, () => expect(matches(parseFilter(userType, filter), ada)).toBe(true));
  }
});

describe("does not hold", () => {
  const filters = [
    'userName eq "ada"',
    'userName sw "acme"',
    'userName ne "ADA@ACME.EXAMPLE"',
    'userName gt "ada@acme.example"',
    'externalId eq "x1"',
    'id eq "1a"',
    'manager eq "m1"',
    'displayName eq "Zoe"',
    "active eq true",
    'active eq ""',
    "title pr",
    'title eq ""',
    'title co ""',
    'title gt "a"',
    "title gt null",
    "title co null",
    "userName eq null",
    'emails[type eq "work"].value eq "ada@home.example"',
    'emails[type eq "work" and value co "home"]',
    'emails[type eq "other"]',
    'emails.value ne "ada@home.example"',
    "phoneNumbers pr",
    'phoneNumbers[not (type eq "work")]',
    "not (userName pr)",
    "title pr and userName pr",
  ];
  for (const filter of filters) {
    test(filter, () => expect(matches(parseFilter(userType, filter), ada)).toBe(false));
  }
});
