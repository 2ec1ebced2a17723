/**
 * What the list of members is narrowed by.
 */
import { FilterSelect } from "../../parts/filter-select.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { filterOptions } from "./filters.ts";

type Props = {
  readonly get: (name: string) => string;
  readonly set: (changes: Readonly<Record<string, string>>) => void;
};

const selects = [
  { name: "status", label: "Status" },
  { name: "source", label: "From where" },
  { name: "look", label: "To look at" },
  { name: "role", label: "Role" },
] as const;

export function MemberFilters({ get, set }: Props) {
  return (
    <search class="filters">
      <SearchField
        label="Search members"
        placeholder="Name or address"
        value={get("search")}
        onSearch={(search) => set({ search })}
      />
      {selects.map(({ name, label }) => (
        <FilterSelect
          key={name}
          label={label}
          value={get(name)}
          options={filterOptions[name]}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
    </search>
  );
}
