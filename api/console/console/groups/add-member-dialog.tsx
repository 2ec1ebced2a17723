/**
 * Finds members and puts them into a group, one after the other.
 */
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { ProblemBox } from "../../parts/problem-box.tsx";
import { request, withQuery } from "../../parts/request.ts";
import { SearchField } from "../../parts/search-field.tsx";
import { useOrganizationPath } from "../../parts/session.ts";
import { useAction } from "../../parts/use-action.ts";
import { useOrganization, useReadAgain } from "../../parts/use-api.ts";
import type { Group, Member, Page } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";
import "./groups.css";
import { isDirectorys } from "./owner.ts";

/** As many as are found at a glance. */
const foundMax = 8;

export function AddMemberDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const [search, setSearch] = useState("");
  const { data, error } = useOrganization<Page<Member>>(
    search === "" ? null : withQuery("/members", { search, limit: foundMax }),
    { keepPrevious: true },
  );
  return (
    <Dialog title={`Add to ${group.displayName}`} onClose={onClose}>
      {isDirectorys(group) && (
        <p class="quiet">
          The directory owns the members of this group: whom it does not have in it is taken out again.
        </p>
      )}
      <SearchField label="Search members" placeholder="Name or address" value={search} onSearch={setSearch} />
      <ProblemBox error={error} />
      <ul class="found" aria-live="polite">
        {search !== "" && data?.items.length === 0 && <li class="quiet">Nobody is called like that.</li>}
        {search !== "" &&
          data?.items.map((member) => <Found key={member.id} group={group} member={member} />)}
      </ul>
      <footer class="actions">
        <button type="button" class="secondary" onClick={onClose}>
          Done
        </button>
      </footer>
    </Dialog>
  );
}

function Found({ group, member }: { group: Group; member: Member }) {
  const [isAdded, setAdded] = useState(false);
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const { run, isRunning, error } = useAction(async () => {
    const id = encodeURIComponent(member.id);
    await request("PUT", path(`/groups/${encodeURIComponent(group.id)}/members/${id}`));
    setAdded(true);
    void readAgain();
  });
  return (
    <li>
      <span>
        {nameOf(member)}{" "}
        <small class="quiet">{member.displayName !== null && (member.address ?? member.userName)}</small>
        <ProblemBox error={error} />
      </span>
      {isAdded ? (
        <span class="quiet">Added</span>
      ) : (
        <button type="button" class="secondary small" aria-busy={isRunning} onClick={() => void run()}>
          Add<span class="only-read"> {nameOf(member)}</span>
        </button>
      )}
    </li>
  );
}
