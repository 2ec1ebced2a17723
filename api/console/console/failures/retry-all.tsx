/**
 * Tries again whatever can be.
 */
import { useState } from "preact/hooks";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { request } from "../../parts/request.ts";
import { useOrganizationPath } from "../../parts/session.ts";
import { useToast } from "../../parts/toast.tsx";
import { useReadAgain } from "../../parts/use-api.ts";
import { type Retried, retriedInWords } from "./retried.ts";

export function RetryAll() {
  const [isAsking, setAsking] = useState(false);
  const path = useOrganizationPath();
  const readAgain = useReadAgain();
  const toast = useToast();
  const retry = async () => {
    toast(retriedInWords(await request<Retried>("POST", path("/failures/retry"))));
    void readAgain();
  };
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Try all again
      </button>
      {isAsking && (
        <ConfirmDialog
          title="Try all again"
          action="Try all again"
          onConfirm={retry}
          onClose={() => setAsking(false)}
        >
          <p>
            Changes that could not be applied are applied anew, and e-mails that could not be delivered are
            sent anew. Failures whose cause is gone are resolved by themselves.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
