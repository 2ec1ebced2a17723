/**
 * Everything that happened to members and groups, narrowed by what and by whom, and to be taken away as a file.
 */
import { FilterSelect } from "../../parts/filter-select.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { withQuery } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useFilters } from "../../parts/use-filters.ts";
import { actorOptions, kindOptions } from "./filters.ts";
import { History } from "./history.tsx";

export default function EventsPage() {
  const [get, set] = useFilters();
  const path = useOrganizationPath();
  const about = { kind: get("kind"), by: get("by") };
  const isNarrowed = about.kind !== "" || about.by !== "";
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
      <div class="filters">
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
      </div>
      <History
        about={about}
        nothing={
          isNarrowed
            ? "Nothing of this kind has happened."
            : "Nothing has happened yet. What the directory, an admin or a member does shows up here."
        }
      />
    </>
  );
}
