import { expect, test } from "vitest";
import { isPublic, lookUpPublic } from "./public-address.ts";

test.for([
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001:80b::200e",
])("%s is public", (address) => {
  expect(isPublic(address)).toBe(true);
});

test.for([
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.255",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "",
  "localhost",
  "127.1",
])("%s is not", (address) => {
  expect(isPublic(address)).toBe(false);
});

test.for([true, false])("a name whose addresses are all closed is not found (all: %s)", async (all) => {
  const found = new Promise((resolve, reject) => {
    lookUpPublic("localhost", { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
  await expect(found).rejects.toThrow("public internet");
});

test("a name that is not there is not found", async () => {
  const found = new Promise((resolve, reject) => {
    lookUpPublic("nowhere.invalid", {}, (error, address) => (error ? reject(error) : resolve(address)));
  });
  await expect(found).rejects.toThrow();
});
