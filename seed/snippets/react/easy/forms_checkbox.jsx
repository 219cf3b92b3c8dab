export const Terms = ({ accepted, onToggle }) => (
  <label>
    <input type="checkbox" checked={accepted} onChange={onToggle} /> I agree
  </label>
);
