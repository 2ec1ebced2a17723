/**
 * Settings, in sections: the directory for all admins, sign-in and tokens for owners.
 */
import { Link, Route, Switch, useRoute } from "wouter-preact";
import { PageHeader } from "../../parts/page-header.tsx";
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
        <nav class="sections" aria-label="Settings">
          <Section to="/settings" name="SCIM provisioning" />
          <Section to="/settings/sign-in" name="Sign-in" />
          <Section to="/settings/tokens" name="API tokens" />
        </nav>
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

function Section({ to, name }: { to: string; name: string }) {
  const [isHere] = useRoute(to);
  return (
    <Link href={to} aria-current={isHere ? "page" : undefined}>
      {name}
    </Link>
  );
}
