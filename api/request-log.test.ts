import { expect, test } from "vitest";
import { withoutSecrets } from "./request-log.ts";

test.each([
  ["/join/acme/s3cret", "/join/acme/-"],
  ["/join/acme/s3cret/more", "/join/acme/-"],
  ["/join//s3cret", "/join//-"],
  ["/JOIN/acme/s3cret", "/JOIN/acme/-"],
  ["/sign-in/link/s3cret", "/sign-in/link/-"],
  ["/sign-in", "/sign-in"],
  ["/scim/v2/acme/Users/join/x", "/scim/v2/acme/Users/join/x"],
])("the log keeps %s as %s", (path, kept) => {
  expect(withoutSecrets(path)).toBe(kept);
});
