export function NameForm({ onName }) {
  const submit = (event) => {
    event.preventDefault();
    onName(new FormData(event.currentTarget).get("name"));
  };
  return (
    <form onSubmit={submit}>
      <input name="name" aria-label="Name" />
    </form>
  );
}
