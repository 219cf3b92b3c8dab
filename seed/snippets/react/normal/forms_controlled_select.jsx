export function CountrySelect({ countries, value, onPick }) {
  const options = countries.map(({ code, name }) => (
    <option key={code} value={code}>
      {name}
    </option>
  ));
  const pick = (event) => onPick(event.target.value);
  return <select {...{ value, onChange: pick }}>{options}</select>;
}
