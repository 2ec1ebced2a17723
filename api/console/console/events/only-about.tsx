/**
 * Says that the events are those of one member or group alone, and leads back to all.
 */
import { Link } from "wouter-preact";
import { useOrganization } from "../../parts/use-api.ts";
import type { Group, Member } from "../../parts/wire.ts";
import { nameOf } from "../members/status.tsx";

type Props = { readonly id: string; readonly onEnd: () => void };

export function OnlyMember({ id, onEnd }: Props) {
  const place = `/members/${encodeURIComponent(id)}`;
  const { data, error } = useOrganization<Member>(place);
  return (
    <OnlyAbout
      place={place}
      name={data && nameOf(data)}
      otherwise={error?.status === 404 ? "a member who is gone" : "one member"}
      onEnd={onEnd}
    />
  );
}

export function OnlyGroup({ id, onEnd }: Props) {
  const place = `/groups/${encodeURIComponent(id)}`;
  const { data, error } = useOrganization<Group>(place);
  return (
    <OnlyAbout
      place={place}
      name={data && (data.displayName || "a group without a name")}
      otherwise={error?.status === 404 ? "a group that is gone" : "one group"}
      onEnd={onEnd}
    />
  );
}

type AboutProps = {
  readonly place: string;
  readonly name: string | undefined;
  /** What to say while there is no name. */
  readonly otherwise: string;
  readonly onEnd: () => void;
};

function OnlyAbout({ place, name, otherwise, onEnd }: AboutProps) {
  return (
    <div class="note">
      <p>Only what happened to {name === undefined ? otherwise : <Link href={place}>{name}</Link>}.</p>
      <button type="button" class="secondary small" onClick={onEnd}>
        Show all events
      </button>
    </div>
  );
}
