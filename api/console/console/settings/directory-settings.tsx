/**
 * What the directory may decide.
 */
import type { Settings } from "../../parts/wire.ts";
import { Choice, Switch } from "./fields.tsx";
import type { ChangeSettings } from "./use-settings.ts";

type Props = { readonly settings: Settings; readonly change: ChangeSettings };

export function DirectorySettings({ settings, change }: Props) {
  return (
    <section class="card">
      <h2>What your directory decides</h2>
      <Switch
        label="Users"
        hint="It invites, changes and revokes people. Switched off, it is refused, and members stay as they are."
        checked={settings.provisionUsers}
        onChange={(provisionUsers) => change({ provisionUsers })}
      />
      <Switch
        label="Groups"
        hint="It makes groups and decides who is in them. Switched off, it is refused, and groups stay as they are."
        checked={settings.provisionGroups}
        onChange={(provisionGroups) => change({ provisionGroups })}
      />
      <Switch
        label="Discovery without a key"
        hint="Whoever asks may read which attributes and features there are; some directories need it. Nothing of your organization is in it."
        checked={settings.openDiscovery}
        onChange={(openDiscovery) => change({ openDiscovery })}
      />
      <Choice
        legend="Whose name does a member show who was here before the directory?"
        value={settings.linkedProfiles}
        options={[
          { value: "organization", name: "The one from here", hint: "What they were called before stays." },
          { value: "directory", name: "The directory's", hint: "It follows every change there." },
        ]}
        onChange={(linkedProfiles) => change({ linkedProfiles })}
      />
      <Choice
        legend="What becomes of people whom the directory sends without an e-mail address?"
        value={settings.withoutAddress}
        options={[
          {
            value: "refuse",
            name: "They are refused",
            hint: "The directory shows the reason and tries again.",
          },
          { value: "wait", name: "They wait", hint: "They are taken, and invited once the address comes." },
        ]}
        onChange={(withoutAddress) => change({ withoutAddress })}
      />
    </section>
  );
}
