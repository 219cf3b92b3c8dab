export function MessageBox({ send }) {
  function press(event) {
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send(event.currentTarget.value);
  }
  return <textarea rows={3} onKeyDown={press} />;
}
