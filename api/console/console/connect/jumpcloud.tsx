/**
 * JumpCloud, as docs/integrations/jumpcloud.md says it.
 */
import type { Guide, StepProps } from "./guide.ts";
import { Paste, TurnOn } from "./paste.tsx";

export const jumpcloud: Guide = {
  id: "jumpcloud",
  name: "JumpCloud",
  lead: "You need the right to administer applications in JumpCloud. There are no mappings to choose.",
  steps: [
    { title: "Turn SCIM on", signal: "scimOn", Body: TurnOn },
    { title: "Add the application", Body: Create },
    { title: "Enter the URL and the key", Body: Credentials },
    { title: "Test Connection", signal: "testConnection", Body: Test },
    { title: "Choose who comes", signal: "firstUser", Body: Choose },
    { title: "The first group arrives", signal: "firstGroup", Body: Groups },
  ],
};

function Create() {
  return (
    <p>
      SSO Applications, Add New Application, <strong>Custom Application</strong>, with{" "}
      <em>Export users to this app (Identity Management)</em>.
    </p>
  );
}

function Credentials(props: StepProps) {
  return (
    <>
      <p>
        <strong>Identity Management</strong>, SCIM Version: SCIM 2.0.
      </p>
      <Paste {...props} names={{ url: "Base URL", key: "Token Key" }} />
      <div class="note waiting">
        <p>
          <strong>Test User Email</strong>: an address that nobody in your organization has. The test creates
          that person here and deletes them again; somebody who is here already would be taken out.
        </p>
      </div>
      <p>
        For groups to appear here, check{" "}
        <em>Enable management of User Groups and Group Membership in this application</em>.
      </p>
    </>
  );
}

function Test() {
  return (
    <p>
      Press <strong>Test Connection</strong>, then Activate, then save. A user and a group come and go;
      nothing of them stays.
    </p>
  );
}

function Choose() {
  return (
    <p>
      <strong>User Groups</strong>: choose the groups whose people are to come, and save.
    </p>
  );
}

function Groups() {
  return <p>JumpCloud sends a group with its first member; empty ones do not come.</p>;
}
