export const SaveButton = ({ onSave, saving }) => (
  <button onClick={onSave} disabled={saving}>
    Save draft
  </button>
);
