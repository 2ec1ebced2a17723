/**
 * The provider that an owner sets: none that would lead where we must not ask, and no secret for anybody else.
 */
import { createServer } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { setProvider as setProviderOf } from "../../api/access/provider.ts";
import { openProviders } from "../../api/access/providers.ts";
import { requireOrganization } from "../../api/organization/settings/organizations.ts";
import { openApiHere } from "../support/api-here.ts";
import { openOrganization } from "../support/organization.ts";
import { openProvider } from "../support/provider.ts";
import { openProviderPlace } from "../support/provider-place.ts";
import { signedIn } from "../support/signing-in.ts";

const here = await openProviderPlace();
const { house, url, provider, organization, owner, settings, setProvider } = here;
afterAll(() => here.close());
beforeEach(() => provider.intercept(null));

describe("an owner cannot set", () => {
  test("what is no issuer, or none that we ask", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const wrong: [issuer: string, status: number][] = [
      ["http://login.example", 409],
      ["http://169.254.169.254", 409],
      ["http://10.0.0.1", 409],
      ["file:///etc/passwd", 409],
      ["ftp://127.0.0.1", 409],
      ["nonsense", 400],
      [`${provider.issuer}/.well-known/openid-configuration`, 409],
      [`${provider.issuer}?tenant=x`, 409],
      [`${provider.issuer}#x`, 409],
      [provider.issuer.replace("//", "//user:password@"), 409],
      [`${provider.issuer}/other`, 409],
      [url, 409],
      [`http://127.0.0.1:${Object(silent.address()).port}`, 409],
    ];
    for (const [issuer, status] of wrong) expect((await setProvider({ issuer })).status, issuer).toBe(status);
    await new Promise((resolve) => silent.close(resolve));
    expect((await owner.send("GET", settings())).body.issuer, "what was set stays").toBe(provider.issuer);
  });

  test("http, where the product itself is reached from outside", async () => {
    const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example" };
    const providers = openProviders(config, house.deps.now);
    await expect(providers.discover("x", { issuer: provider.issuer, clientId: "x" })).rejects.toThrow();
  });

  test("one beside us, where the product is reached from outside, unless the operator lets them", async () => {
    let asked = 0;
    const beside = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => beside.listen(0, "127.0.0.1", resolve));
    const { port } = Object(beside.address());
    const ask = (issuer: string, PROVIDER_NETWORK: "public" | "any") => {
      const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example", PROVIDER_NETWORK };
      return openProviders(config, house.deps.now).discover("x", { issuer, clientId: "x" });
    };
    const issuers = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"].map((host) => `https://${host}:${port}`);
    for (const issuer of issuers) await expect(ask(issuer, "public"), issuer).rejects.toThrow();
    expect(asked).toBe(0);
    for (const issuer of issuers.slice(0, 2)) await expect(ask(issuer, "any"), issuer).rejects.toThrow();
    expect(asked).toBe(2);
    await new Promise((resolve) => beside.close(resolve));
  });

  test("one beside us, and is told what the operator can do", async () => {
    const config = { ...house.deps.config, PUBLIC_URL: "https://roll.example" };
    const of = await requireOrganization(house.deps, organization.id);
    const providers = openProviders(config, house.deps.now);
    for (const host of ["192.168.1.10", "localhost"]) {
      const setting = setProviderOf({ ...house.deps, config, providers }, of, {
        issuer: `https://${host}/realm`,
        clientId: "x",
      });
      await expect(setting, host).rejects.toThrow(`${host} is not in the public internet`);
    }
  });

  test("a secret, where there is nothing to encrypt it with", async () => {
    const { SECRETS_KEY: _, ...config } = house.deps.config;
    const api = await openApiHere({ ...house.deps, config });
    const by = await signedIn(house, organization, "owner", api.url);
    const { issuer, clientId, clientSecret } = provider;
    const at = `${api.url}/api/organizations/${organization.id}/provider`;
    const { status, body } = await by.send("PUT", at, { issuer, clientId, clientSecret });
    expect([status, body.detail]).toEqual([409, expect.stringContaining("SECRETS_KEY")]);
    await api.close();
  });

  test("another issuer that gets to see the secret of the one before", async () => {
    const place = await openOrganization(house);
    const by = await signedIn(house, place, "owner");
    await setProvider({}, place, by);
    expect(
      (await setProvider({ clientId: "other", clientSecret: undefined }, place, by)).body.hasSecret,
    ).toBe(true);
    const other = await openProvider(`${url}/sign-in/callback`, { method: "none" });
    const change = { issuer: other.issuer, clientId: other.clientId };
    expect((await by.send("PUT", settings(place), change)).body.hasSecret).toBe(false);
    await other.close();
  });
});
