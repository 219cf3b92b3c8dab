export function NavLink({ href, children }) {
  const current = location.pathname.startsWith(href);
  return (
    <a href={href} aria-current={current && "page"}>
      {current ? <b>{children}</b> : children}
    </a>
  );
}
