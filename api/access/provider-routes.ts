/**
 * The routes of signing in by the organization's own provider: how an owner sets it, and the way there and back.
 */
import type { Provider } from "../../shared/store/access-documents.ts";
import type { ApiDeps } from "../deps.ts";
import { openRoute, type Route, route } from "../organization/http/route.ts";
import { providerChange, providerView } from "../organization/schema/access.ts";
import { callbackUrl, removeProvider, setProvider } from "./provider.ts";
import { beginAtProvider, finishAtProvider } from "./provider-sign-in.ts";

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
});

const remove = route("owner", {
  method: "DELETE",
  path: "/provider",
  summary: "Takes the provider away; people sign in by e-mail alone",
  run: ({ deps, organization }) => removeProvider(deps, organization._id),
});

const begin = openRoute({
  method: "GET",
  path: "/sign-in/with/:organization",
  summary: "Leads to the provider of an organization",
  streams: "text/html",
  run: ({ deps, ctx, params }) => beginAtProvider(deps, ctx, params["organization"] ?? ""),
});

const finish = openRoute({
  method: "GET",
  path: "/sign-in/callback",
  summary: "Where the provider leads back to; signs in, or says at /sign-in?problem=… why not",
  streams: "text/html",
  run: ({ deps, ctx }) => finishAtProvider(deps, ctx),
});

export const providerRoutes: readonly Route[] = [read, set, remove, begin, finish];

function view(deps: ApiDeps, organization: string, { issuer, clientId, sealedSecret }: Provider) {
  return {
    issuer,
    clientId,
    hasSecret: sealedSecret !== undefined,
    redirectUrl: callbackUrl(deps),
    startUrl: `${deps.config.PUBLIC_URL}/sign-in/with/${organization}`,
  };
}
