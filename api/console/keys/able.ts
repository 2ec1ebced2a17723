/**
 * Whether this page can make and open keys at all. Browsers have cryptography only on pages that came by https, or from
 * the same machine.
 */
export function whyNoKeys(): string | null {
  if (!globalThis.isSecureContext || globalThis.crypto?.subtle === undefined) {
    return "This page did not come by https, so the browser gives it no cryptography, and no key can be made or opened here. Open the page by its https address; if it has none, tell whoever runs this server.";
  }
  if (typeof WebAssembly === "undefined") {
    return "WebAssembly is switched off in this browser, and your passphrase cannot protect a key without it. Use another browser, or switch it on for this page.";
  }
  return null;
}
