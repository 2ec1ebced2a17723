/**
 * Google Workspace, as docs/integrations/google.md says it.
 */
import type { Guide, StepProps } from "./guide.ts";
import { MappingTable } from "./mapping-table.tsx";
import { Paste, TurnOn } from "./paste.tsx";

const users = [
  { here: "userName", there: "primary email", note: "Yes" },
  {
    here: "emails, primary, of type work",
    there: "primary email",
    note: "No: the userName is the address already",
  },
  { here: "displayName", there: "first and last name in one", note: "No" },
  { here: "name.givenName", there: "first name", note: "No; the invitation greets by it" },
  { here: "name.familyName", there: "last name", note: "No" },
] as const;

export const google: Guide = {
  id: "google",
  name: "Google",
  lead: "Google provisions into applications of its own catalog only, sends no groups, and takes a day or longer for leavers. Weigh that first; a directory between Google and here has neither limit.",
  steps: [
    { title: "Turn SCIM on", signal: "scimOn", Body: TurnOn },
    { title: "Add an application that can be provisioned", Body: Create },
    { title: "Enter the key and the URL", signal: "testConnection", Body: Credentials },
    { title: "Attributes, scope and leavers", Body: Attributes },
    { title: "Switch it on", signal: "firstUser", Body: Start },
    { title: "The first round is through", signal: "firstCycle", Body: Round },
  ],
};

function Create() {
  return (
    <>
      <p>
        Admin console, Apps, Web and mobile apps, Add app, Search for apps: an entry that asks for the address
        to write to. <em>Keeper Web (SAML)</em> is the one that others document for this. Where your console
        offers auto-provisioning in a custom SAML application, take that.
      </p>
      <p>
        User access: on for the units or groups whose people are to come. Google wants the page for single
        sign-on filled in first; provisioning does not use it.
      </p>
    </>
  );
}

function Credentials(props: StepProps) {
  return (
    <>
      <p>
        <strong>Auto-provisioning</strong>, Configure. Google asks for one user to see whether both are right.
      </p>
      <Paste {...props} names={{ url: "Endpoint URL", key: "Access token" }} />
    </>
  );
}

function Attributes() {
  return (
    <>
      <MappingTable caption="Mappings of users" directory="Google" rows={users} />
      <p>
        Scope: restrict it to groups, if not everybody with access is to be invited. Deprovisioning: turn on
        every case that is offered, each with the shortest delay, and choose <strong>suspend</strong> where
        there is a choice.
      </p>
    </>
  );
}

function Start() {
  return <p>Finish, and switch auto-provisioning to active. The first people can take some hours to come.</p>;
}

function Round() {
  return (
    <p>
      From here on Google comes every few hours with what has changed. Whoever must lose access at once is
      best revoked here by hand too.
    </p>
  );
}
