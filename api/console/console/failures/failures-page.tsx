/**
 * Failures.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function FailuresPage() {
  return <PageHeader title="Failures" />;
}
