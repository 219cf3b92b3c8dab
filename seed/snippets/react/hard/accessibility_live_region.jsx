export function SaveStatus({ saving, savedAt }) {
  let text = "Not saved yet";
  if (saving) text = "Saving...";
  else if (savedAt) text = `Saved at ${savedAt.toLocaleTimeString()}`;
  return (
    <p role="status" aria-live="polite">
      {text}
    </p>
  );
}
