/**
 * Okta, as docs/integrations/okta.md says it.
 */
import type { Guide, StepProps } from "./guide.ts";
import { MappingTable } from "./mapping-table.tsx";
import { Paste, TurnOn } from "./paste.tsx";

const users = [
  { here: "userName", there: "the Application username format", note: "Yes" },
  {
    here: "active",
    there: "whether the person is assigned and active",
    note: "Yes; by itself, if Deactivate Users is on",
  },
  { here: "emails[primary eq true].value", there: "email", note: "Yes, unless every username is an address" },
  { here: "name.givenName", there: "firstName", note: "No; the invitation greets by it" },
  { here: "name.familyName", there: "lastName", note: "No" },
  { here: "displayName", there: "displayName", note: "No" },
] as const;

export const okta: Guide = {
  id: "okta",
  name: "Okta",
  lead: "You need the right to administer applications in Okta. Changes come at once, person by person.",
  steps: [
    { title: "Turn SCIM on", signal: "scimOn", Body: TurnOn },
    { title: "Create the application", Body: Create },
    { title: "Enter the URL and the key", Body: Credentials },
    { title: "Test Connector Configuration", signal: "testConnection", Body: Test },
    { title: "What Okta may do, and the mappings", Body: ToApp },
    { title: "Assign people", signal: "firstUser", Body: Assign },
    { title: "Push groups", signal: "firstGroup", Body: Groups },
  ],
};

function Create() {
  return (
    <>
      <p>
        Applications, <strong>Create App Integration</strong>: SAML 2.0 or SWA. One with OpenID Connect cannot
        have SCIM, and the SCIM 2.0 Test App of the catalog is meant for development only.
      </p>
      <p>
        Then General, App Settings, <strong>Provisioning: SCIM</strong>, and save.
      </p>
    </>
  );
}

function Credentials(props: StepProps) {
  return (
    <>
      <p>
        Provisioning, <strong>Integration</strong>, Edit:
      </p>
      <Paste {...props} names={{ url: "SCIM connector base URL", key: "Authorization (HTTP Header)" }} />
      <ul>
        <li>
          Unique identifier field for users: <code>userName</code>
        </li>
        <li>Supported provisioning actions: Push New Users, Push Profile Updates, Push Groups</li>
        <li>Authentication Mode: HTTP Header. Okta writes Bearer before the key by itself.</li>
        <li>Leave both imports off: what is here comes from Okta.</li>
      </ul>
    </>
  );
}

function Test() {
  return (
    <p>
      Press <strong>Test Connector Configuration</strong>, and save when it went well.
    </p>
  );
}

function ToApp() {
  return (
    <>
      <p>
        Provisioning, <strong>To App</strong>: enable Create Users, Update User Attributes and{" "}
        <strong>Deactivate Users</strong>; without the last one nobody is ever revoked.
      </p>
      <p>
        Sign On, Application username format: the Okta username, or Email where that is no address. It becomes
        the userName here.
      </p>
      <MappingTable caption="Mappings of users" directory="Okta" rows={users} />
    </>
  );
}

function Assign() {
  return (
    <p>
      <strong>Assignments</strong>: assign people or groups. Each person is created, and invited, at once.
    </p>
  );
}

function Groups() {
  return (
    <p>
      <strong>Push Groups</strong>: choose the groups that are to appear here. Take others than those in
      Assignments: Okta may push a group before its people are there.
    </p>
  );
}
