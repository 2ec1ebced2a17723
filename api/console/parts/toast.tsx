/**
 * Says in passing that something was done. Read out politely, gone by itself; what must be read stands in the page instead.
 */
import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";

const shownMs = 6_000;

const ToastContext = createContext<(words: string) => void>(() => {});

/** Gives a function that shows some words. */
export function useToast(): (words: string) => void {
  return useContext(ToastContext);
}

export function Toasts({ children }: { children: ComponentChildren }) {
  const [toast, setToast] = useState<{ words: string }>();
  const show = useCallback((words: string) => setToast({ words }), []);
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <output class="toasts" aria-live="polite">
        {toast && <span class="toast">{toast.words}</span>}
      </output>
    </ToastContext.Provider>
  );
}
