/**
 * Groups.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function GroupsPage() {
  return <PageHeader title="Groups" />;
}
