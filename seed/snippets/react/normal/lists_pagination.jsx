export function Pages({ count, current, onPage }) {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  return numbers.map((page) => (
    <button key={page} disabled={page === current} onClick={() => onPage(page)}>
      {page}
    </button>
  ));
}
