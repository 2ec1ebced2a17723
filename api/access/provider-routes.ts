/**
 * The routes by which an owner sets the organization's own provider.
 */
import type { Provider } from "../../shared/store/access-documents.ts";
import type { ApiDeps } from "../deps.ts";
import { type Route, route } from "../organization/http/route.ts";
import { providerChange, providerView } from "../organization/schema/access.ts";
import { callbackUrl, removeProvider, setProvider } from "./provider.ts";

const read = route("owner", {
  method: "GET",
  path: "/provider",
  summary: "The provider by which people sign in; null where there is none",
  answer: providerView.nullable(),
  run: async ({ deps, organization: { _id, provider } }) => (provider && view(deps, _id, provider)) || null,
});

const set = route("owner", {
  method: "PUT",
  path: "/provider",
  summary: "Sets the provider by which people sign in",
  description: "A secret that is left out stays what it is, as long as the issuer does.",
  body: providerChange,
  answer: providerView,
  run: async ({ deps, organization, body }) =>
    view(deps, organization._id, await setProvider(deps, organization, body)),
  tells: ({ body }) => ({ kind: "provider.updated", detail: [body.issuer] }),
});

const remove = route("owner", {
  method: "DELETE",
  path: "/provider",
  summary: "Takes the provider away; people sign in by e-mail alone",
  run: ({ deps, organization }) => removeProvider(deps, organization._id),
  tells: () => ({ kind: "provider.removed" }),
});

export const providerRoutes: readonly Route[] = [read, set, remove];

function view(deps: ApiDeps, organization: string, { issuer, clientId, sealedSecret }: Provider) {
  return {
    issuer,
    clientId,
    hasSecret: sealedSecret !== undefined,
    redirectUrl: callbackUrl(deps),
    startUrl: `${deps.config.PUBLIC_URL}/sign-in/with/${organization}`,
  };
}
