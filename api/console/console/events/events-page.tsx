/**
 * Everything that happened to members and groups, and what admins did about the organization; narrowed by what, by whom,
 * when and about whom, and to be taken away as a file.
 */
import { DateField } from "../../parts/date-field.tsx";
import { FilterSelect } from "../../parts/filter-select.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { withQuery } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useFilters } from "../../parts/use-filters.ts";
import { actorOptions, askedOf, filterNames, kindOptions } from "./filters.ts";
import { History } from "./history.tsx";
import { OnlyGroup, OnlyMember } from "./only-about.tsx";

export default function EventsPage() {
  const [get, set] = useFilters();
  const path = useOrganizationPath();
  const about = askedOf(get);
  const isNarrowed = filterNames.some((name) => get(name) !== "");
  const clear = () => set(Object.fromEntries(filterNames.map((name) => [name, ""])));
  return (
    <>
      <PageHeader title="Events" lead="Who did what when, the newest first.">
        <a class="button secondary small" href={withQuery(path("/events.csv"), about)} download>
          Export as CSV
        </a>
        <a class="button secondary small" href={withQuery(path("/events.jsonl"), about)} download>
          Export as JSON lines
        </a>
      </PageHeader>
      {about.member && <OnlyMember id={about.member} onEnd={clear} />}
      {about.group && <OnlyGroup id={about.group} onEnd={clear} />}
      <search class="filters">
        <FilterSelect
          label="What happened"
          value={about.kind}
          options={kindOptions}
          onChange={(kind) => set({ kind })}
        />
        <FilterSelect
          label="By whom"
          value={about.by}
          options={actorOptions}
          onChange={(by) => set({ by })}
        />
        <DateField label="From" value={get("from")} max={get("until")} onChange={(from) => set({ from })} />
        <DateField
          label="Until"
          value={get("until")}
          min={get("from")}
          onChange={(until) => set({ until })}
        />
      </search>
      <History
        about={about}
        nothing={
          isNarrowed
            ? "Nothing like that has happened."
            : "Nothing has happened yet. What the directory, an admin or a member does shows up here."
        }
      />
    </>
  );
}
