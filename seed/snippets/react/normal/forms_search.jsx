export function SearchForm({ navigate }) {
  const box = <input type="search" name="q" required />;
  function search(form) {
    const query = new URLSearchParams(form);
    navigate("/search?" + query);
  }
  return <form action={search}>{box}</form>;
}
