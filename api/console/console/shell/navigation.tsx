/**
 * The way around the console: beside the page where there is room, behind a button where there is not.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Link, useLocation, useRoute } from "wouter-preact";
import { number } from "../../parts/numbers.ts";
import { useSession } from "../../parts/session.ts";

const forAdmins = [
  { to: "/", name: "Overview" },
  { to: "/members", name: "Members" },
  { to: "/groups", name: "Groups" },
  { to: "/failures", name: "Failures" },
  { to: "/events", name: "Events" },
  { to: "/settings", name: "Settings" },
  { to: "/connect", name: "Connect" },
] as const;

type Props = { readonly isAdmin: boolean; readonly openFailures: number };

export function Navigation({ isAdmin, openFailures }: Props) {
  const { organization, member } = useSession();
  const menu = useRef<HTMLElement>(null);
  const [location] = useLocation();
  useEffect(() => {
    if (menu.current?.matches(":popover-open")) menu.current.hidePopover();
  }, [location]);
  return (
    <header class="bar">
      <p class="brand">
        <Link href="/">{organization.name}</Link>
        <span class="quiet">Rollcall</span>
      </p>
      <button type="button" class="secondary small menu-button" popovertarget="menu">
        Menu
      </button>
      <nav id="menu" popover="auto" ref={menu} aria-label="Console">
        <ul>
          {isAdmin &&
            forAdmins.map(({ to, name }) => (
              <Place key={to} to={to} name={name}>
                {to === "/failures" && <Count open={openFailures} />}
              </Place>
            ))}
          <Place to="/account" name="Account" about={member.name} />
        </ul>
      </nav>
    </header>
  );
}

type PlaceProps = { to: string; name: string; about?: string; children?: ComponentChildren };

function Place({ to, name, about, children }: PlaceProps) {
  const [isHere] = useRoute(to === "/" ? "/" : `${to}/*?`);
  return (
    <li>
      <Link href={to} aria-current={isHere ? "page" : undefined}>
        <span>
          {name}
          {about && <small class="quiet">{about}</small>}
        </span>
        {children}
      </Link>
    </li>
  );
}

function Count({ open }: { open: number }) {
  if (open === 0) return null;
  return (
    <span class="count">
      {number(open)}
      <span class="only-read"> open</span>
    </span>
  );
}
