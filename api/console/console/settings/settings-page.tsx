/**
 * Settings, in sections: the directory for all admins, sign-in and tokens for owners.
 */
import { Route, Switch } from "wouter-preact";
import { PageHeader } from "../../parts/page-header.tsx";
import { Sections } from "../../parts/sections.tsx";
import { useSession } from "../../parts/session.ts";
import { NotFound } from "../shell/not-found.tsx";
import { ProviderSection } from "./provider-section.tsx";
import { ScimSection } from "./scim-section.tsx";
import { TokensSection } from "./tokens-section.tsx";
import "./settings.css";

export default function SettingsPage() {
  const { member } = useSession();
  const isOwner = member.role === "owner";
  return (
    <>
      <PageHeader title="Settings" />
      {isOwner && (
        <Sections
          label="Settings"
          places={[
            { to: "/settings", name: "SCIM provisioning" },
            { to: "/settings/sign-in", name: "Sign-in" },
            { to: "/settings/tokens", name: "API tokens" },
          ]}
        />
      )}
      <Switch>
        <Route path="/settings" component={ScimSection} />
        {isOwner && <Route path="/settings/sign-in" component={ProviderSection} />}
        {isOwner && <Route path="/settings/tokens" component={TokensSection} />}
        <Route component={NotFound} />
      </Switch>
    </>
  );
}
