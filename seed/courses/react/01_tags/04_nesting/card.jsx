const card = (
  <div>
    <b>Rye bread</b>
  </div>
);
