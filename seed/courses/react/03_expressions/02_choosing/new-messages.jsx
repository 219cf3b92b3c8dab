function Inbox({ count }) {
  return <a href="/inbox">Inbox {count > 0 && <b>{count} new</b>}</a>;
}
