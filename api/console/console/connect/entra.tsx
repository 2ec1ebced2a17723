/**
 * Microsoft Entra ID, as docs/integrations/entra-id.md says it.
 */
import type { Guide, StepProps } from "./guide.ts";
import { MappingTable } from "./mapping-table.tsx";
import { Paste, TurnOn } from "./paste.tsx";

const users = [
  { here: "userName", there: "userPrincipalName", note: "Yes; the matching attribute" },
  {
    here: "active",
    there: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    note: "Yes; without it nobody is ever revoked",
  },
  {
    here: 'emails[type eq "work"].value',
    there: "mail",
    note: "Yes, unless every userPrincipalName is an address at which its person reads mail",
  },
  { here: "displayName", there: "displayName", note: "No" },
  { here: "name.givenName", there: "givenName", note: "No; the invitation greets by it" },
  { here: "name.familyName", there: "surname", note: "No" },
  { here: "externalId", there: "mailNickname", note: "No" },
  { here: "title", there: "jobTitle", note: "No" },
  { here: "…:enterprise:2.0:User:employeeNumber", there: "employeeId", note: "No" },
  { here: "…:enterprise:2.0:User:department", there: "department", note: "No" },
  { here: "…:enterprise:2.0:User:manager", there: "manager", note: "No" },
] as const;

const groups = [
  { here: "displayName", there: "displayName", note: "Yes; the matching attribute" },
  { here: "members", there: "members", note: "Yes" },
  { here: "externalId", there: "objectId", note: "No" },
] as const;

export const entra: Guide = {
  id: "entra",
  name: "Entra ID",
  lead: "You need the role Application Administrator or Cloud Application Administrator in Entra ID, and about ten minutes.",
  steps: [
    { title: "Turn SCIM on", signal: "scimOn", Body: TurnOn },
    { title: "Create the application", Body: Create },
    { title: "Enter the URL and the key", Body: Credentials },
    { title: "Test Connection", signal: "testConnection", Body: Test },
    { title: "Compare the mappings", Body: Mappings },
    { title: "Failure e-mail and scope", Body: Scope },
    { title: "Assign people and start provisioning", signal: "firstUser", Body: Start },
    { title: "The first group arrives", signal: "firstGroup", Body: Groups },
    { title: "The first cycle is through", signal: "firstCycle", Body: Cycle },
  ],
};

function Create() {
  return (
    <>
      <p>
        In the{" "}
        <a href="https://entra.microsoft.com" target="_blank" rel="noreferrer">
          Entra admin center
        </a>
        : Identity, Applications, <strong>Enterprise applications</strong>, New application, then{" "}
        <strong>Create your own application</strong>.
      </p>
      <p>
        Give it a name, such as Rollcall, and choose{" "}
        <em>Integrate any other application you don't find in the gallery (Non-gallery)</em>.
      </p>
    </>
  );
}

function Credentials(props: StepProps) {
  return (
    <>
      <p>
        In the application: Manage, <strong>Provisioning</strong>, and there Provisioning once more. Set the{" "}
        <strong>Provisioning Mode</strong> to <em>Automatic</em>, open Admin Credentials and paste both:
      </p>
      <Paste {...props} names={{ url: "Tenant URL", key: "Secret Token" }} />
    </>
  );
}

function Test() {
  return (
    <p>
      Press <strong>Test Connection</strong>, and save when it went well. It looks up somebody who cannot
      exist, so that nothing changes.
    </p>
  );
}

function Mappings() {
  return (
    <>
      <p>
        In Provisioning, Mappings: <strong>Provision Microsoft Entra ID Users</strong>. Compare with this
        table, and delete every other row: what is not known here is refused.
      </p>
      <MappingTable caption="Mappings of users" directory="Entra ID" rows={users} />
      <p class="quiet">
        … stands for <code>urn:ietf:params:scim:schemas:extension</code>.
      </p>
      <p>
        Then <strong>Provision Microsoft Entra ID Groups</strong>:
      </p>
      <MappingTable caption="Mappings of groups" directory="Entra ID" rows={groups} />
      <p class="quiet">
        Switched off, a group that is assigned still brings its people, but does not appear itself.
      </p>
    </>
  );
}

function Scope() {
  return (
    <>
      <p>
        In Provisioning, Settings: check <strong>Send an email notification when a failure occurs</strong> and
        enter an address that somebody reads.
      </p>
      <p>
        <strong>Scope</strong>: <em>Sync only assigned users and groups</em>. With <em>all users</em>,
        everybody in your tenant is invited here.
      </p>
    </>
  );
}

function Start() {
  return (
    <>
      <p>
        Manage, <strong>Users and groups</strong>: assign the people and groups that are to come. Members of
        groups within groups do not come: assign the inner group too.
      </p>
      <p>
        Then Provisioning, <strong>Start provisioning</strong>. The first cycle begins within some minutes.
        With <em>Provision on demand</em> you can try one person at once.
      </p>
    </>
  );
}

function Groups() {
  return <p>Entra ID sends the groups after the people, and then who is in them. Nothing to do but wait.</p>;
}

function Cycle() {
  return (
    <p>
      From here on Entra ID comes every 40 minutes with what has changed. Whoever must lose access at once is
      best revoked here by hand too.
    </p>
  );
}
