/**
 * A member.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function MemberPage({ id }: { id: string }) {
  return <PageHeader title={id} />;
}
