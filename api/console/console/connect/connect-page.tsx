/**
 * Connect.
 */
import { PageHeader } from "../../parts/page-header.tsx";

export default function ConnectPage() {
  return <PageHeader title="Connect" />;
}
