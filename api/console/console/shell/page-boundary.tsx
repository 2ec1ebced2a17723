/**
 * Where a page fails, it says so, and the navigation stays; another page is another try.
 */
import { Component, type ComponentChildren } from "preact";

type Props = { readonly children: ComponentChildren };

export class PageBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch() {
    this.setState({ failed: true });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div class="problem" role="alert">
        <p>This page could not be shown. It may have been replaced by a newer version, or you are offline.</p>
        <button type="button" class="secondary small" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    );
  }
}
