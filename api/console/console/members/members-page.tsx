/**
 * Members.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function MembersPage() {
  return <PageHeader title="Members" />;
}
