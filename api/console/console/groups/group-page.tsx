/**
 * A group.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function GroupPage({ id }: { id: string }) {
  return <PageHeader title={id} />;
}
