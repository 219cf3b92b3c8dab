export const SearchLabel = () => (
  <label htmlFor="search" className="visually-hidden">
    Search the shop
  </label>
);
