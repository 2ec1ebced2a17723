/**
 * OneLogin, as docs/integrations/onelogin.md says it.
 */
import { CopyButton } from "../../parts/copy-button.tsx";
import type { Guide, StepProps } from "./guide.ts";
import { Paste, TurnOn } from "./paste.tsx";

const template = `{
  "schemas": [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  ],
  "userName": "{$parameters.scimusername}",
  "active": "{$user.active}",
  "displayName": "{$user.display_name}",
  "name": { "givenName": "{$user.firstname}", "familyName": "{$user.lastname}" },
  "emails": [{ "value": "{$user.email}", "type": "work", "primary": true }],
  "title": "{$parameters.title}",
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "{$parameters.department}" }
}`;

export const onelogin: Guide = {
  id: "onelogin",
  name: "OneLogin",
  lead: "You need the right to administer applications in OneLogin. Changes come at once, or once an administrator has approved them.",
  steps: [
    { title: "Turn SCIM on", signal: "scimOn", Body: TurnOn },
    { title: "Add the application", Body: Create },
    { title: "Enter the URL, the key and the template", Body: Credentials },
    { title: "Enable the API connection", signal: "testConnection", Body: Enable },
    { title: "Parameters and provisioning", Body: Provisioning },
    { title: "Give access", signal: "firstUser", Body: Access },
    { title: "Groups, by rules", signal: "firstGroup", Body: Groups },
  ],
};

function Create() {
  return (
    <p>
      Applications, Add App: <strong>SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>, or (SCIM v2
      Core) without department and the like; save.
    </p>
  );
}

function Credentials(props: StepProps) {
  return (
    <>
      <p>
        <strong>Configuration</strong>:
      </p>
      <Paste {...props} names={{ url: "SCIM Base URL", key: "SCIM Bearer Token" }} />
      <p class="field-name">SCIM JSON Template</p>
      <textarea class="template" readOnly rows={8} value={template} aria-label="SCIM JSON Template" />
      <CopyButton text={template} what="SCIM JSON Template" />
      <p class="quiet">
        <code>title</code> and <code>department</code> are parameters: add them under Parameters, or leave
        both out of the template.
      </p>
    </>
  );
}

function Enable() {
  return (
    <p>
      Save, and under API Connection choose <strong>Enable</strong>.
    </p>
  );
}

function Provisioning() {
  return (
    <ul>
      <li>
        Parameters: <code>scimusername</code> is Email. For groups, open the row Groups and check{" "}
        <em>Include in User Provisioning</em>.
      </li>
      <li>
        Provisioning: check <strong>Enable provisioning</strong>. While actions need an administrator's
        approval, each waits as Pending until somebody approves it, leavers too.
      </li>
      <li>
        When users are deleted in OneLogin, or lose the application: <strong>Suspend</strong>. When they are
        suspended: <strong>Suspend</strong>. With Do Nothing whoever leaves keeps access.
      </li>
    </ul>
  );
}

function Access() {
  return (
    <p>
      <strong>Access</strong>: choose the roles whose people are to come.
    </p>
  );
}

function Groups() {
  return (
    <p>
      <strong>Rules</strong>: a rule with the action <em>Set Groups in …</em>, from roles or departments. A
      group appears with its first member.
    </p>
  );
}
