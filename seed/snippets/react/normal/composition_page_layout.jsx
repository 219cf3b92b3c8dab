export function Page({ header, sidebar, children }) {
  return (
    <div className="page">
      {header}
      <main>{children}</main>
      <aside>{sidebar ?? "Nothing else to see here today"}</aside>
    </div>
  );
}
